import { parseArgs } from "node:util";
import { runKills, type KillReport } from "./kills/run";
import { casesOf, undisturbed } from "./matrix/run";
import { runCasesInProcesses } from "./matrix/workers";
import { runModel, type ModelReport } from "./model/run";

/* npm run soak: the whole fault matrix, kills on the real engine and random sequences, and a summary of the results. */

const PARTS = ["matrix", "model", "kills"];
const USAGE = `npm run soak -- [options]
  --minutes M   duration of the random sequences and the kills after the matrix (default 10)
  --kills N     number of kills, however long they take
  --seed S      of kills and sequences (default: today's)
  --only ${PARTS.join("|")}`;

const { values } = options();
const minutes = Number(values.minutes ?? 10);
const seed = Number(values.seed ?? Math.floor(Date.now() / 86_400_000));
const wants = (part: string): boolean => values.only === undefined || values.only === part;
const say = (line: string): void => console.log(line);
const began = Date.now();
const until = began + minutes * 60_000;
const left = (): number => Math.max(10_000, until - Date.now());

function options() {
  try {
    const parsed = parseArgs({
      options: {
        minutes: { type: "string" },
        kills: { type: "string" },
        seed: { type: "string" },
        only: { type: "string" },
        help: { type: "boolean" },
      },
    });
    const { help, only } = parsed.values;
    if (only !== undefined && !PARTS.includes(only)) throw new Error(`--only takes ${PARTS.join(", ")}`);
    if (!help) return parsed;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

async function matrix(): Promise<{ cases: number; wrong: string[]; seconds: number }> {
  const found = await undisturbed();
  const cases = casesOf(found);
  const wrong: string[] = [];
  const start = Date.now();
  await runCasesInProcesses(cases, found, (_, lines) => {
    wrong.push(...lines);
    for (const line of lines) say(line);
  });
  return { cases: cases.length, wrong, seconds: Math.round((Date.now() - start) / 1000) };
}

async function model(limitMs: number): Promise<ModelReport> {
  say(`random sequences, seed ${seed}`);
  return runModel(100_000, seed, limitMs);
}

async function kills(): Promise<KillReport> {
  const most = values.kills === undefined ? Number.POSITIVE_INFINITY : Number(values.kills);
  return runKills(most, seed, say, values.kills === undefined ? Date.now() + left() : undefined);
}

async function main(): Promise<boolean> {
  const summary: string[] = [];
  let isGood = true;
  const add = (line: string, good: boolean): void => {
    summary.push(`${good ? "ok    " : "FAILED"} ${line}`);
    isGood &&= good;
  };
  if (wants("matrix")) {
    const { cases, wrong, seconds } = await matrix();
    add(`matrix: ${cases} cases, ${wrong.length} wrong, ${seconds} s`, wrong.length === 0);
  }
  if (wants("model")) {
    const { runs, failure } = await model(values.only === "model" ? left() : left() / 3);
    if (failure) say(failure);
    add(`model: ${runs} sequences, ${failure ? 1 : 0} broken, seed ${seed}`, failure === undefined);
  }
  if (wants("kills")) {
    const report = await kills();
    const { lost, doubled, hangs, unstarted } = report;
    for (const line of [...lost, ...doubled, ...hangs, ...unstarted]) say(line);
    const perScenario = Object.entries(report.byScenario).map(([name, count]) => `${name} ${count}`);
    add(
      `kills: ${report.kills} (${perScenario.join(", ")}), ${lost.length} lost, ${doubled.length} doubled, ${hangs.length} hangs; ` +
        `apart: ${report.unsureItems} items and ${report.unsureRuns} runs that were started before the kill and are in no state; ${report.missed} moments that did not come; ` +
        `of the test itself: ${unstarted.length} cases not judged because the next run did not start, ${report.lateErrors} errors of killed programs kept away; seed ${seed}`,
      lost.length + doubled.length + hangs.length + unstarted.length === 0,
    );
  }
  say(`\n${summary.join("\n")}\n${Math.round((Date.now() - began) / 1000)} s`);
  return isGood;
}

main().then(
  (isGood) => process.exit(isGood ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
