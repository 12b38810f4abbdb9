import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

let checked = false;

/**
 * Pulumi's provider host looks for the package from the program's directory. Where it will not find it, each resource would fail with a
 * stack trace of the host's: this ends the program before, and says what to do. An inline program of the Automation API runs in another
 * directory than the host, so it is not judged.
 */
export function refuseWhereRuntimeIsNotFound(): void {
  if (checked || !runsAsProgram()) return;
  const problem = runtimeProblem(process.cwd(), process.versions, process.env.PATH);
  if (problem) throw new pulumi.RunError(problem);
  checked = true;
}

/** True in the process of a Pulumi program, whose folder is the host's; an inline program of the Automation API has none. */
export const runsAsProgram = (): boolean =>
  /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run([\\/]|$)/.test(process.argv[1] ?? "");

/** Why the host that Pulumi starts for a program in this directory will not find this package, and the remedy; undefined where it will. */
export function runtimeProblem(
  directory: string,
  { pnp, bun }: NodeJS.ProcessVersions,
  path: string | undefined,
): string | undefined {
  if (bun && !(path ?? "").split(delimiter).some((folder) => names.some((name) => existsSync(join(folder, name)))))
    return "Pulumi runs the resources of pulumi-fabric-dataflow by Node.js, also for a program that bun runs, and no node is on the PATH: install Node.js 20.19 or newer.";
  // Plug'n'Play judges by the package that asks, and the text that the state keeps is evaluated by Pulumi's SDK.
  const from = pnp ? require.resolve("@pulumi/pulumi/cmd/dynamic-provider") : join(directory, "index.js");
  try {
    createRequire(from).resolve("pulumi-fabric-dataflow/runtime");
    return undefined;
  } catch {
    return (
      `Pulumi's provider host looks for pulumi-fabric-dataflow, and will not find it, from ${directory}. ` +
      (pnp
        ? "Under Yarn Plug'n'Play it finds only what the workspace's root package.json depends on: set nodeLinker: node-modules in .yarnrc.yml, which is what Pulumi supports, or add the package there."
        : "Add it to the dependencies of the package.json there, also where another package wraps it (which declares it as a peer dependency). pnpm's public-hoist-pattern does, too.")
    );
  }
}

const names = ["node", "node.exe"];
