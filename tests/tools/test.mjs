// npm test [-- kind, folder or file ...]: installs and builds where needed, runs the suites, and counts them in one line.
import { ensureBuilt } from "./build.mjs";
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
  if (files.length === 0) throw new Error(`no test file below tests/ matches ${process.argv.slice(2).join(" ")}`);
  await inLanes(suites(files));
}

async function inLanes(queue) {
  const lane = async () => {
    for (let suite = queue.shift(); suite; suite = queue.shift()) await runSuite(suite);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function runSuite({ name, files, timeoutMs }) {
  const result = await runMocha({ name, files: files.map((file) => `tests/${file}`), timeoutMs });
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
