import { isDeepStrictEqual } from "node:util";
import type { Outcome, TestStack } from "../../engine/harness/stack";
import { type FabricStack, withFabric } from "../../engine/support";
import { Random } from "../random";
import { arm, stillThere, type Moment, type Victim } from "./killer";
import { failedLate, keepLateErrorsAway } from "./lateErrors";
import { countRuns, outcomeOf, unknownToState, type Runs } from "./outcome";
import { cycle, program, type Declared, type Scenario } from "./scenarios";

/** The result of an operation without a kill. */
interface Undisturbed {
  outcome: unknown;
  /** The runs that it added. */
  runs: Runs;
  /** Requests of the operation, in order. */
  requests: string[];
}

export interface KillReport {
  kills: number;
  byScenario: Record<string, number>;
  /** The number of kills whose moment did not come. */
  missed: number;
  /** The problems, each with its case. */
  lost: string[];
  doubled: string[];
  hangs: string[];
  /** Kills after the POST of a create: the next `up` stops with an error, and succeeds with adoptExisting. */
  unsureItems: number;
  /** Cases whose next run could not start because of the test's own process. They do not test the product. */
  unstarted: string[];
  /** Errors of programs with a killed engine that the running program did not get. */
  lateErrors: number;
  /** Kills before the state had a run's id: that run was awaited, and one more followed. */
  unsureRuns: number;
}

const ORPHAN_MS = 10_000;
/** The number of tries of an operation that could not start because of the test's own process. */
const RESTARTS = 3;
const slow = 4_000;

/** Kills at seeded moments of each scenario in turn, on one stack of the real engine. */
export async function runKills(
  kills: number,
  seed: number,
  say: (line: string) => void = () => {},
  until = Number.POSITIVE_INFINITY,
): Promise<KillReport> {
  const random = new Random(seed);
  const report: KillReport = {
    ...{
      kills: 0,
      byScenario: {},
      missed: 0,
      lost: [],
      doubled: [],
      hangs: [],
      unstarted: [],
      lateErrors: 0,
      unsureItems: 0,
      unsureRuns: 0,
    },
  };
  let declared: Declared = { logicalName: "sales", description: "", row: "" };
  const emulate = { timings: { executeMs: 150, applyChangesMs: 150, queuedMs: 20 }, limits: { jobHistory: 1000 } };
  const late = keepLateErrorsAway();
  const running = withFabric({ emulate, program: program(() => declared) }, async (fabric) => {
    const { emulator, stack } = fabric;
    const undisturbed: Undisturbed[] = [];
    for (const scenario of cycle) {
      declared = scenario.declares(declared);
      undisturbed.push(await runUndisturbed(fabric, scenario));
    }
    for (let n = 0; report.kills < kills && Date.now() < until; n++) {
      const scenario = cycle[n % cycle.length]!;
      const expected = undisturbed[n % cycle.length]!;
      declared = scenario.declares(declared);
      const victim: Victim = n % 2 === 0 ? "host" : "engine";
      const moment = momentOf(expected.requests, random);
      emulator.set({ timings: { executeMs: random.below(4) === 0 ? slow : 150 } });
      emulator.set({ timings: { applyChangesMs: random.below(4) === 0 ? slow : 150 } });
      const title = `${scenario.name}, ${victim} killed ${moment.when} ${moment.operation} ${moment.nth}${moment.when === "after" ? ` + ${moment.delayMs} ms` : ""}`;
      const began = Date.now();
      try {
        const said = await kill(fabric, scenario, expected, victim, moment, title, report);
        say(`${title}: ${said}, ${Math.round((Date.now() - began) / 1000)} s`);
      } catch (error) {
        report.hangs.push(`${title}: ${error instanceof Error ? error.message : String(error)}`);
        say(`${title}: ${report.hangs.at(-1)}`);
        return;
      }
    }
    await stack.destroy();
  });
  await running.finally(() => late.stop());
  report.lateErrors = late.count;
  return report;
}

async function runUndisturbed({ emulator, stack }: FabricStack, scenario: Scenario): Promise<Undisturbed> {
  scenario.portal?.(emulator);
  const before = countRuns(emulator);
  emulator.clearRequests();
  succeed(await scenario.run(stack, emulator));
  const requests = emulator.requests.map(({ operation }) => operation);
  if (scenario.ends) succeed(await scenario.ends(stack));
  return { outcome: outcomeOf(emulator, stack), runs: added(before, countRuns(emulator)), requests };
}

/** Returns what happened. Adds problems to the report. */
async function kill(
  { emulator, stack }: FabricStack,
  scenario: Scenario,
  expected: Undisturbed,
  victim: Victim,
  moment: Moment,
  title: string,
  report: KillReport,
): Promise<string> {
  scenario.portal?.(emulator);
  const before = countRuns(emulator);
  const shot = arm(emulator, victim, moment);
  const outcome = await scenario.run(stack, emulator);
  shot.disarm();
  if (!shot.fired) {
    succeed(outcome);
    report.missed++;
  } else {
    report.kills++;
    report.byScenario[scenario.name] = (report.byScenario[scenario.name] ?? 0) + 1;
  }
  // Does not wait for the orphaned host, because a user does not know of it.
  if (victim === "engine" && shot.fired) await stack.automation.cancel().catch(() => undefined);
  // The check is here, because an orphaned host continues until it notices that its engine is gone.
  const unknown = unknownToState(emulator, stack);
  let again = await scenario.run(stack, emulator);
  for (let n = 0; n < RESTARTS && failedLate(again); n++) again = await scenario.run(stack, emulator);
  if (failedLate(again)) {
    report.unstarted.push(`${title}: the next run did not start:\n${again.stdout}${again.stderr}`);
    return "not judged: the next run did not start";
  }
  let unsure = "";
  if (!again.succeeded && scenario.name === "create" && unknown.items > 0) {
    if (!/displayName: the dataflow [\s\S]*import: "[\s\S]*adoptExisting/.test(again.stdout + again.stderr))
      report.lost.push(`${title}: the error does not name the way out:\n${again.stdout}${again.stderr}`);
    unsure = ", unsure of the item";
    report.unsureItems++;
    again = await adopting(stack, () => scenario.run(stack, emulator));
  }
  if (again.succeeded && scenario.ends) again = await scenario.ends(stack);
  const orphans = await stillThere(shot.hosts, ORPHAN_MS);
  if (orphans.length > 0) report.hangs.push(`${title}: the host ${orphans.join()} is still there`);
  if (!again.succeeded) report.lost.push(`${title}: the next run failed:\n${again.stdout}${again.stderr}`);
  const final = outcomeOf(emulator, stack);
  if (!isDeepStrictEqual(final, expected.outcome))
    report.lost.push(
      `${title}:\n${JSON.stringify(final, null, 1)}\nwithout a kill\n${JSON.stringify(expected.outcome, null, 1)}`,
    );
  const more = added(expected.runs, added(before, countRuns(emulator)));
  for (const [jobType, count] of Object.entries(more)) {
    if (count === 0 || scenario.name === "delete" || scenario.isRepeated) continue;
    if (count < 0 || count > (unknown.runs[jobType] ?? 0))
      report.doubled.push(
        `${title}: ${count} ${jobType} more than undisturbed, ${unknown.runs[jobType] ?? 0} unknown to the state`,
      );
    report.unsureRuns++;
    unsure += `, one ${jobType} more`;
  }
  return `${shot.fired ? "as undisturbed" : "missed"}${unsure}`;
}

/** One run with the switch in the environment. */
async function adopting(stack: TestStack, run: () => Promise<Outcome>): Promise<Outcome> {
  const { envVars } = stack.automation.workspace;
  envVars.FABRIC_ADOPT_EXISTING = "true";
  try {
    return await run();
  } finally {
    delete envVars.FABRIC_ADOPT_EXISTING;
  }
}

function momentOf(requests: readonly string[], random: Random): Moment {
  const at = random.below(requests.length);
  const operation = requests[at]!;
  // The number of polls depends on the time. Only the first polls are certain.
  const nth = requests.slice(0, at + 1).filter((other) => other === operation).length;
  const when = random.pick(["before", "effect", "after"] as const);
  return {
    operation,
    nth: operation.startsWith("getJob") ? Math.min(nth, 2) : nth,
    when,
    delayMs: random.below(8) * 40,
  };
}

function added(before: Runs, after: Runs): Runs {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(keys.map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)]));
}

function succeed(outcome: Outcome): void {
  if (!outcome.succeeded)
    throw new Error(`an operation that nothing disturbed failed:\n${outcome.stdout}${outcome.stderr}`);
}
