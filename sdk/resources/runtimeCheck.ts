import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

let checked = false;

/**
 * Throws a `RunError` with the remedy if Pulumi's provider host will not find the package. The host looks for it from
 * the program's directory, and each resource would fail with a stack trace of the host. An inline program of the
 * Automation API runs in another directory than the host, so it is not checked.
 */
export function refuseWhereRuntimeIsNotFound(): void {
  if (checked || !runsAsProgram()) return;
  const problem = runtimeProblem(process.cwd(), process.versions, process.env.PATH);
  if (problem) throw new pulumi.RunError(problem);
  checked = true;
}

/**
 * True in the process of a Pulumi program, whose folder is the host's. False in an inline program of the Automation
 * API.
 */
export const runsAsProgram = (): boolean =>
  /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run([\\/]|$)/.test(process.argv[1] ?? "");

/**
 * Returns why the host that Pulumi starts in this directory will not find this package, and the remedy. Undefined if it
 * will find it.
 */
export function runtimeProblem(
  directory: string,
  { pnp, bun }: NodeJS.ProcessVersions,
  path: string | undefined,
): string | undefined {
  if (bun && !(path ?? "").split(delimiter).some((folder) => names.some((name) => existsSync(join(folder, name)))))
    return "Install Node.js 20.19 or newer: no node is on the PATH, and Pulumi runs the resources of pulumi-fabric-dataflow by Node.js, also for a program that bun runs.";
  // Plug'n'Play resolves a module for the package that requires it. That is Pulumi's SDK, because it evaluates the text
  // in the state.
  const from = pnp ? require.resolve("@pulumi/pulumi/cmd/dynamic-provider") : join(directory, "index.js");
  try {
    createRequire(from).resolve("pulumi-fabric-dataflow/runtime");
    return undefined;
  } catch {
    return (
      `Pulumi's provider host will not find pulumi-fabric-dataflow from ${directory}. ` +
      (pnp
        ? "Set nodeLinker: node-modules in .yarnrc.yml, which Pulumi supports, or add the package to the workspace's root package.json. Under Yarn Plug'n'Play the host finds only the root's dependencies."
        : "Add it to the dependencies of the package.json there, also if another package wraps it (and declares it as a peer dependency). pnpm's public-hoist-pattern works too.")
    );
  }
}

const names = ["node", "node.exe"];
