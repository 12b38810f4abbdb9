import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { delimiter, dirname, join } from "node:path";
import { pluginFolder, root, scratch } from "../../tools/layout.mjs";

let cli: string | undefined;
let command: Promise<PulumiCommand> | undefined;

/** The Pulumi CLI that `npm test` or else `npm run engine` found. */
function engineCli(): string {
  const found = process.env.PULUMI_FABRIC_DATAFLOW_ENGINE;
  const script = join(root, "tests", "tools", "engine.mjs");
  const find = () =>
    execFileSync(process.execPath, [script], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  return (found || find()).trim();
}

/** The Automation API starts the `pulumi` that is first on this process's PATH. */
export function putEngineOnPath(): void {
  if (cli) return;
  cli = engineCli();
  // The built plugin. An engine starts it if a program declares its resources.
  process.env.PATH = [dirname(cli), dirname(process.execPath), pluginFolder, process.env.PATH].join(delimiter);
}

/** The CLI for the Automation API. Its version is read once in a process, not once for each stack. */
export function pulumiCommand(): Promise<PulumiCommand> {
  putEngineOnPath();
  return (command ??= PulumiCommand.get({ skipVersionCheck: true }));
}

/**
 * The environment of the engine and the dynamic host: without the developer's own Fabric or Pulumi settings,
 * and without checks for updates or plugins on the network.
 */
export function engineEnvironment(stateFolder: string, own: Record<string, string> = {}): Record<string, string> {
  const home = join(scratch, "pulumi-home");
  mkdirSync(home, { recursive: true });
  // The engine keeps an encrypted log of each command in this folder. If it is a file, the engine goes without.
  const logs = join(home, "logs");
  if (!existsSync(logs)) writeFileSync(logs, "");
  const blanked = Object.keys(process.env).filter(
    (name) => /^(FABRIC|PULUMI|AZURE|ARM)_/.test(name) && !kept.has(name),
  );
  return {
    ...Object.fromEntries(blanked.map((name) => [name, ""])),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${stateFolder}`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...own,
  };
}

/** The variable that names the tests' folder of specifications. The product does not read it. */
const kept = new Set(["FABRIC_REST_API_SPECS"]);
