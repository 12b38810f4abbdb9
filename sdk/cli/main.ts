#!/usr/bin/env node
import type { Output } from "./command";
import { run } from "./program";

const { env, stdout, stderr } = process;

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
