import { isDeepStrictEqual } from "node:util";
import { startEmulator, type Emulator } from "../../emulator/index";
import type { World } from "../../lifecycle/world";
import { expected, maxRequests, type Moment, type Outcome } from "./expected";
import { faults, type Fault } from "./faults";
import { operations, type Operation, type Stage } from "./operations";
import { impatientWorld } from "./world";

export interface Case extends Moment {
  fault: Fault;
}

export const title = ({ operation, request, nth, fault }: Case): string =>
  `${operation}, ${fault.name} at ${request}${nth > 1 ? ` ${nth}` : ""}`;

/** The state that must be equal with and without a fault, without ids and times. */
interface FinalState {
  items: unknown;
  runs: number;
  schedules: unknown;
  state: unknown;
}

export interface Undisturbed {
  finalState: FinalState;
  requests: number;
  tookMs: number;
}

const STATE = ["description", "definitionFingerprint", "definitionRevision", "publishedRevision", "status", "schedule"];

function finalStateOf({ emulator }: World, { resource }: Stage): FinalState {
  const items = emulator.items().filter(({ type }) => type === "Dataflow");
  return {
    items: items.map(({ displayName, description, edited, published, tags, folderId }) => ({
      ...{ displayName, description, edited, published, tags: tags.length, isInFolder: folderId !== undefined },
    })),
    // Deduped is not a run. It says that another run was active.
    runs: items.flatMap(({ runs }) => runs).length,
    schedules: items.flatMap(({ schedules }) => schedules.map(({ configuration }) => configuration)),
    state: resource.kept && {
      ...Object.fromEntries(STATE.map((key) => [key, resource.outs[key]])),
      errors: resource.kept.errors,
      isThere: items.some(({ id, runs, schedules }) =>
        [id, ...runs.map((run) => run.id), ...schedules.map((one) => one.id)].includes(resource.id),
      ),
    },
  };
}

async function inItsWorld<T>(
  operation: Operation,
  attemptMs: number | undefined,
  use: (world: World, emulator: Emulator) => Promise<T>,
): Promise<T> {
  const emulator = await startEmulator(operation.emulate);
  try {
    return await use(impatientWorld(emulator, attemptMs), emulator);
  } finally {
    await emulator.close({ allowViolations: true });
  }
}

/** All operations without a fault, and the requests to which a fault can apply. */
export async function undisturbed(): Promise<Map<Operation, Undisturbed & { moments: Moment[] }>> {
  const found = new Map<Operation, Undisturbed & { moments: Moment[] }>();
  for (const operation of operations)
    await inItsWorld(operation, undefined, async (world, emulator) => {
      const stage = await operation.prepare(world);
      emulator.clearRequests();
      const began = Date.now();
      await stage.act();
      const names = emulator.requests.map(({ operation: request }) => request);
      const counted = names.map((request, at) => ({
        operation: operation.name,
        request,
        nth: names.slice(0, at + 1).filter((other) => other === request).length,
      }));
      // The number of polls depends on the time. Only the first one is tested.
      const moments = counted.filter(
        ({ request, nth }) => nth === 1 || !["getJobInstance", "getOperation"].includes(request),
      );
      found.set(operation, {
        finalState: finalStateOf(world, stage),
        requests: names.length,
        tookMs: Date.now() - began,
        moments,
      });
      if (!(await stage.isDone())) throw new Error(`${operation.name} does not end where nothing disturbs it`);
    });
  return found;
}

/** A fixed tenth with every operation and every fault: the diagonals of the table. */
export const tenthOf = (cases: readonly Case[]): Case[] =>
  cases.filter((_, i) => (Math.floor(i / faults.length) * 3 + (i % faults.length)) % 10 === 0);

export const casesOf = (found: Map<Operation, { moments: Moment[] }>): Case[] =>
  [...found.values()].flatMap(({ moments }) =>
    moments.flatMap((moment) => faults.map((fault) => ({ ...moment, fault }))),
  );

/** The timeout for a missing response. It is long, because a busy machine responds late. */
const GIVES_UP_MS = 2_500;
/** The longest time that faults may add: retries, a search while lists lag, a missing response. */
const MAX_MORE_MS = 15_000;
/** Repetitions after the disturbed operation, because an outage can outlast one. */
const MAX_REPETITIONS = 3;

/** The problem of a case, or undefined. */
async function runCase(one: Case, operation: Operation, calm: Undisturbed): Promise<string[]> {
  const { request, nth, fault } = one;
  return inItsWorld(operation, fault.fault.kind === "hang" ? GIVES_UP_MS : undefined, async (world, emulator) => {
    const wrong: string[] = [];
    const say = (what: string, is: unknown, wanted: unknown) =>
      void wrong.push(`${title(one)}: ${what} is ${JSON.stringify(is)}, expected ${JSON.stringify(wanted)}`);
    const stage = await operation.prepare(world);
    emulator.clearRequests();
    emulator.faults.add({ operation: request, skip: nth - 1, times: fault.times, fault: fault.fault });
    const began = Date.now();
    let error: unknown;
    await stage.act().catch((failed: unknown) => (error = failed));
    const tookMs = Date.now() - began;
    const outcome: Outcome = error === undefined ? "ok" : "error";
    const wanted = expected(one, fault);
    if (outcome !== wanted) say(`outcome (${error instanceof Error ? error.message : "no error"})`, outcome, wanted);
    if (!emulator.requests.some((entry) => entry.fault !== undefined)) say("the fault", "not met", "met");
    const sent = emulator.requests.filter((entry) => entry.operation === request).length - (nth - 1);
    if (
      ["createItem", "createSchedule", "runExecute", "runApplyChanges"].includes(request) &&
      sent > maxRequests(one, fault)
    )
      say(`number of ${request}`, sent, `at most ${maxRequests(one, fault)}`);
    const most = calm.requests * 2 + fault.times * 4 + 10;
    if (emulator.requests.length > most) say("number of requests", emulator.requests.length, `at most ${most}`);
    if (tookMs > calm.tookMs * 3 + MAX_MORE_MS) say("time", tookMs, `at most ${calm.tookMs * 3 + MAX_MORE_MS} ms`);

    emulator.faults.clear();
    for (let again = 0; error !== undefined && again < MAX_REPETITIONS; again++) {
      error = undefined;
      await stage.act().catch((failed: unknown) => (error = failed));
    }
    if (error !== undefined) say("the next run", error instanceof Error ? error.message : error, "ok");
    const finalState = finalStateOf(world, stage);
    for (const [what, is] of Object.entries(finalState))
      if (!isDeepStrictEqual(is, calm.finalState[what as keyof FinalState]))
        say(what, is, calm.finalState[what as keyof FinalState]);
    if (!(await stage.isDone())) say("something", "left to do", "done");
    return wrong;
  });
}

/** Runs several cases at once, because they mostly wait. */
export async function runCases(
  cases: readonly Case[],
  found: Map<Operation, Undisturbed>,
  onDone: (one: Case, wrong: string[]) => void = () => {},
  atOnce = 8,
): Promise<void> {
  const queue = [...cases];
  const lane = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const operation = [...found.keys()].find(({ name }) => name === one!.operation)!;
      const wrong = await runCase(one, operation, found.get(operation)!).catch((error: unknown) => [
        `${title(one!)}: ${String(error)}`,
      ]);
      onDone(one, wrong);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
