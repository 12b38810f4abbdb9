import { spawn } from "node:child_process";
import { join } from "node:path";
import { run } from "../../sdk/cli/program";
import { root } from "../tools/layout.mjs";

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

/** Runs the CLI in this process with these arguments and this environment. */
export async function runCli(
  args: string[],
  env: NodeJS.ProcessEnv,
  colours = false,
  columns?: number,
): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    colours,
    columns,
    env,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/**
 * Runs the built package's command line as a process with only this environment. It is killed after 20 s. `impatient`: its timeout for a
 * silent service is short enough for a test.
 */
export function cliProcess(args: string[], env: NodeJS.ProcessEnv, { impatient = false } = {}): Promise<CliResult> {
  const main = join(root, "sdk", "dist", "cli", "main.js");
  const preload = impatient ? join(__dirname, "impatient.cjs") : join(root, "tests", "tools", "codeCache.cjs");
  const child = spawn(process.execPath, ["--require", preload, main, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({
        code: code ?? NaN,
        out: out.trimEnd(),
        err: `${err.trimEnd()}${signal ? `\nended by ${signal}` : ""}`,
      }),
    );
  });
}
