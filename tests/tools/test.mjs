// npm test [-- kind, folder or file ...]: installs and builds if needed, runs the suites, and counts them in one line.
import { ensureBuilt } from "./build.mjs";
import { findEngine } from "./engine.mjs";
import { ensureInstalled } from "./install.mjs";
import { runMocha } from "./mocha.mjs";
import { endWithThisProcess } from "./processes.mjs";
import { chosen, lanes, suites, testFiles } from "./suites.mjs";

const total = { passed: 0, failed: 0, skipped: 0 };
const notRun = [];

async function main() {
  endWithThisProcess();
  await ensureInstalled();
  await ensureBuilt();
  const files = chosen(testFiles(), process.argv.slice(2));
  const all = suites(files);
  const wantEngine = all.filter(({ engine }) => engine);
  const others = all.filter(({ engine }) => !engine);
  if (wantEngine.length === 0) return inLanes(others, lanes);
  // Getting an engine can take minutes of compiling. Suites without an engine run meanwhile.
  const engine = findEngine();
  const quick = inLanes(others, 1);
  const found = await engine;
  if (found.problems) leaveOut(wantEngine, found.problems);
  else await inLanes(wantEngine, lanes - 1, { PULUMI_FABRIC_DATAFLOW_ENGINE: found.cli }, quick);
  await quick;
}

/** Runs a queue on these lanes, and on one more when `other` is done. */
async function inLanes(queue, count, env, other) {
  const lane = async () => {
    for (let suite = queue.shift(); suite; suite = queue.shift()) await runSuite(suite, env);
  };
  await Promise.all([...Array.from({ length: count }, lane), other?.then(lane)]);
}

function leaveOut(without, problems) {
  const required = process.env.REQUIRE_ENGINE === "1";
  total[required ? "failed" : "skipped"] += without.length;
  notRun.push(
    "\n" + "!".repeat(100),
    `NOT RUN, because no Pulumi engine can be had here${required ? " (REQUIRE_ENGINE=1: counted as failed)" : ""}:`,
    ...without.map(({ name }) => `  ${name}`),
    "Why:",
    ...problems.map((problem) => `  ${problem}`),
    "!".repeat(100),
  );
}

async function runSuite({ name, files, timeoutMs, env: own }, env) {
  if (process.stdout.isTTY) console.log(`▸ ${name}`);
  const result = await runMocha({
    name,
    files: files.map((file) => `tests/${file}`),
    timeoutMs,
    env: { ...env, ...own },
  });
  console.log(`\n── ${name} (${result.seconds} s)\n${result.output}`);
  for (const key of Object.keys(total)) total[key] += result[key];
}

try {
  await main();
} catch (error) {
  console.log(error.message);
  total.failed += 1;
}
for (const line of notRun) console.log(line);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed ? 1 : 0;
