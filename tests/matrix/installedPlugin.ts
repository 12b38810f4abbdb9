import { expect } from "chai";
import { delimiter, join } from "node:path";
import { version } from "../../sdk/package.json";
import { pluginFolder } from "../tools/layout.mjs";
import { writeArchives } from "../tools/plugin/archives.mjs";
import { run } from "../tools/processes.mjs";

/** A machine without the repository: its folder, and the folders of the language hosts of an installed Pulumi. */
export interface Machine {
  directory: string;
  hosts: readonly string[];
}

/** The PATH without the plugin's folder of this repository. */
export const pathWithoutPlugin = (): string =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== pluginFolder)
    .join(delimiter);

/** Runs a command of the guide in a project's folder. @throws Error if it fails. */
export function commandsOf({ directory, hosts }: Machine) {
  const PATH = [...hosts, pathWithoutPlugin()].join(delimiter);
  const env = { PATH, PULUMI_HOME: join(directory, "home"), PULUMI_SKIP_UPDATE_CHECK: "true", GOWORK: "off" };
  return async (cwd: string, name: string, ...args: string[]): Promise<void> => {
    const { code, output } = await run(name, args, { cwd, env, timeoutMs: 8 * 60_000 });
    expect(code, output).to.equal(0);
  };
}

/** Installs the plugin's archive by the guide. */
export async function installPlugin(machine: Machine): Promise<void> {
  // Only downloads need the system in the file's name.
  const [archive = ""] = await writeArchives(join(machine.directory, "archives"), ["linux-amd64"]);
  const install = ["plugin", "install", "resource", "fabric-dataflow", version, "--file", archive];
  await commandsOf(machine)(machine.directory, "pulumi", ...install);
}
