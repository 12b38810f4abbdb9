#!/usr/bin/env node
import type { Output } from "./command";
import { run } from "./program";

const { env, stdout, stderr } = process;

// Whoever reads the pipe has seen enough, as `head` does: that is no failure.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const output: Output = {
  out: (line) => void stdout.write(`${line}\n`),
  err: (line) => void stderr.write(`${line}\n`),
  // https://no-color.org
  colours: stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb",
  columns: stdout.isTTY === true ? stdout.columns : undefined,
  env,
};

void run(process.argv.slice(2), output).then((code) => {
  process.exitCode = code;
});
