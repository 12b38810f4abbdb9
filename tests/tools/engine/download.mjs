import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { run } from "../processes.mjs";
import { cliName, inspect } from "./cli.mjs";

const attemptMs = 20_000;
const require = createRequire(import.meta.url);

// PulumiCommand.install runs Pulumi's own installer. It has its own process, so that it can be ended.
const program = `
  const { PulumiCommand } = require(process.argv[1]);
  PulumiCommand.install({ root: process.argv[2] }).catch((error) => {
    process.stderr.write(error.message.trim().split("\\n")[0]);
    process.exitCode = 1;
  });`;

/** The folder in which the Automation API's installer writes the CLI of the SDK's version. */
export function downloadedCli(cache) {
  const sdk = sdkVersion();
  return sdk && join(cache, "engine", `downloaded-${sdk}`, "bin", cliName);
}

function sdkVersion() {
  try {
    return require("@pulumi/pulumi/package.json").version;
  } catch {
    return undefined;
  }
}

/** Downloads the CLI: { cli, version } or { problem }. */
export async function download(cache) {
  const cli = downloadedCli(cache);
  if (!cli) return { problem: "a download needs @pulumi/pulumi: run npm ci" };
  const folder = join(cache, "engine", `downloaded-${sdkVersion()}`);
  const attempt = `${folder}.${process.pid}`;
  mkdirSync(attempt, { recursive: true });
  try {
    const automation = require.resolve("@pulumi/pulumi/automation");
    const { code, output, timedOut } = await run(process.execPath, ["-e", program, automation, attempt], {
      timeoutMs: attemptMs,
    });
    if (timedOut) return { problem: `Pulumi's installer did not end within ${attemptMs / 1000} s` };
    if (code !== 0) return { problem: `Pulumi's installer: ${output.trim()}` };
    const found = await inspect(join(attempt, "bin", cliName));
    if (found.problem) return found;
    if (existsSync(folder)) rmSync(folder, { recursive: true });
    renameSync(attempt, folder);
    return { ...found, cli };
  } finally {
    rmSync(attempt, { recursive: true, force: true });
  }
}
