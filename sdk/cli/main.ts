#!/usr/bin/env node
import { exitCodes, type Output } from "./command";
import { run } from "./program";
import { report } from "./report";
import { asOutput, flush } from "./streams";

const { argv, env, stdout, stderr } = process;
const args = argv.slice(2);
const output: Output = {
  ...asOutput(stdout, stderr, (error) => end(exitCodes.failed, error)),
  // https://no-color.org
  colours: stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb",
  columns: stdout.isTTY === true ? stdout.columns : undefined,
  env,
};

// A pipeline reads only the exit code, so it is "failed" until everything succeeded.
process.exitCode = exitCodes.failed;
let hasEnded = false;
process.once("exit", () => {
  if (!hasEnded) report(new Error("the command ended before its work was done"), args, output);
});

/**
 * Ends the process. Work that a command has given up must not keep it alive, such as a request whose result is no
 * longer needed.
 */
function end(code: number, error?: Error): void {
  hasEnded = true;
  if (error !== undefined) report(error, args, output);
  void flush(stdout, stderr).then(() => process.exit(code));
}

void run(args, output).then((code) => end(code));
