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
  // Getting an engine can take minutes of compiling. Suites without an engine run meanwhile.
  const ready = wantEngine.length > 0 ? findEngine().then((found) => withEngine(wantEngine, found)) : [];
  // Suites with an engine compute all the time, and more of them than cores slow each other down. The others wait often.
  const queues = (lane) => (lane === 0 ? [others] : [ready, others]);
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runInTurn(queues(lane))));
}

/** Runs the suites of the first queue, and then helps with the second one. */
async function runInTurn(queues) {
  for (const queue of queues) {
    const left = await queue;
    for (let suite = left.shift(); suite; suite = left.shift()) await runSuite(suite);
  }
}

function withEngine(wantEngine, { cli, problems }) {
  if (!problems)
    return wantEngine.map(({ env, ...suite }) => ({ ...suite, env: { ...env, PULUMI_FABRIC_DATAFLOW_ENGINE: cli } }));
  leaveOut(wantEngine, problems);
  return [];
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

async function runSuite({ name, files, timeoutMs, env }) {
  if (process.stdout.isTTY) console.log(`▸ ${name}`);
  const result = await runMocha({
    name,
    files: files.map((file) => `tests/${file}`),
    timeoutMs,
    env,
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
