import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

const windows = process.platform === "win32";
export const cliName = windows ? "pulumi.exe" : "pulumi";
export const launcherName = windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs";

/** The release whose SDK is the oldest that the package supports. */
const oldest = "3.216.0";

/** True if a version in the form of `pulumi version` ("v3.259.0", "v3.260.0-dev.1+dirty") is supported. */
export function isSupported(version) {
  const numbers = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version.trim())?.slice(1).map(Number);
  if (!numbers) return false;
  const floor = oldest.split(".").map(Number);
  const at = numbers.findIndex((number, index) => number !== floor[index]);
  return numbers[0] === floor[0] && (at === -1 || numbers[at] > floor[at]);
}

/**
 * Checks a Pulumi CLI. Returns { cli, version } if the tests can use it, otherwise { problem }.
 * The engine starts dynamic resources with a launcher. It searches for it beside itself and on the PATH.
 */
export async function inspect(cli, path = process.env.PATH ?? "") {
  let version;
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await promisify(execFile)(cli, ["version"], { timeout: 20_000, env });
    version = stdout.trim();
  } catch (error) {
    return { problem: `${cli} does not run: ${error.message.trim().split("\n").at(-1)}` };
  }
  if (!isSupported(version)) return { problem: `${cli} is ${version}; supported are ${oldest} and newer, below 4` };
  const launcher = [dirname(cli), ...path.split(delimiter)].some((folder) => existsSync(join(folder, launcherName)));
  if (!launcher) return { problem: `${cli} comes without ${launcherName}, which starts dynamic resources` };
  return { cli, version };
}

/** The first file of that name on the PATH, or undefined. */
export function onPath(name, path = process.env.PATH ?? "") {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
