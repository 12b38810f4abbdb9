import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, scratch } from "./layout.mjs";
import { run } from "./processes.mjs";

/** Tests allocate much and keep little. With this space for new objects, V8 collects garbage less often. */
const flags = ["--min-semi-space-size=64", "--max-semi-space-size=128"];

/**
 * Runs test files in a mocha process of their own. Resolves with { passed, failed, skipped, output, seconds };
 * a process that hangs, or that ends before its tests, is one more failed test.
 */
export async function runMocha({ name, files, timeoutMs, env }) {
  mkdirSync(join(scratch, "counts"), { recursive: true });
  const counts = join(scratch, "counts", `${name.replace(/[^\w.-]/g, "-")}-${process.pid}.json`);
  const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const reporter = join(root, "tests", "tools", "reporter.cjs");
  const began = Date.now();
  const { code, output, timedOut } = await run(process.execPath, [...flags, mocha, "--reporter", reporter, ...files], {
    cwd: root,
    env: { ...env, TEST_COUNTS: counts, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) },
    timeoutMs,
  });
  const seen = readCounts(counts);
  const end = timedOut
    ? `${name} did not end within ${Math.round(timeoutMs / 1000)} s and was killed: counted as failed\n`
    : seen
      ? ""
      : `${name} ended (${code}) before its tests did: counted as failed\n`;
  return {
    passed: seen?.passed ?? 0,
    skipped: seen?.skipped ?? 0,
    failed: Math.max(seen?.failed ?? 0, code === 0 && seen && !timedOut ? 0 : 1),
    output: output + end,
    seconds: Math.round((Date.now() - began) / 1000),
  };
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // The process ended before mocha ended.
  } finally {
    rmSync(file, { force: true });
  }
}
