import type { Plan, StepRow, UpRow } from "./measured";
import { scale } from "./lives";
import type { TrivialTimes } from "./trivial";
import { estimate, type Estimate, type Facts, type Shape } from "./model";

export type Operation = "up" | "driftCheck" | "driftCheckItem" | "refreshRuns";

export interface ModelRow extends Omit<Shape, "items" | "callsAMinute"> {
  operation: Operation;
  estimate: Estimate;
}

export interface Fleet5000 {
  items: number;
  facts: Record<Operation, Facts>;
  rows: ModelRow[];
  /** A large `up`: the model's prediction from smaller ones, and the measurement. */
  check: { count: number; predictedSeconds: number; measuredSeconds: number }[];
}

const items = 5_000;
const callsAMinute = 200;
const shapes = [
  { stacks: 1, identities: 1, parallel: 16 },
  { stacks: 1, identities: 1, parallel: 128 },
  { stacks: 1, identities: 10, parallel: 128 },
  { stacks: 10, identities: 1, parallel: 64 },
  { stacks: 10, identities: 10, parallel: 64 },
  { stacks: 50, identities: 10, parallel: 64 },
];

const bucketOf = (operation: string): keyof Facts["calls"] =>
  /^(run|getJob)/.test(operation) ? "jobs" : /^getOperation/.test(operation) ? "operations" : "platform";

type Sizes = Pick<Plan, "parallel" | "large"> & { middle: number };

/** The engine's own time: for trivial resources with about as much state, by their number; and the bytes that a pair of the product's resources keeps in the state. */
export interface EngineFacts {
  trivial: ReadonlyMap<number, TrivialTimes>;
  pairBytes: number;
}

/** The two parts of the engine's time after its start: per item, and per square of the number of items. */
const growth = (startSeconds: number, at: readonly [count: number, seconds: number][]) => {
  const [[middle, some], [large, more]] = at as [[number, number], [number, number]];
  const each = (count: number, seconds: number) => (seconds - startSeconds) / count;
  const squareSeconds = Math.max(0, (each(large, more) - each(middle, some)) / (large - middle));
  return { startSeconds, squareSeconds, itemSeconds: Math.max(0, each(middle, some) - squareSeconds * middle) };
};

/** Thousands of dataflows. Calls and waits come from a measurement at a middle size; the engine's time comes from the difference to a large size. */
export function fleet5000(
  ups: readonly UpRow[],
  steps: readonly StepRow[],
  { parallel, middle, large }: Sizes,
  engine: EngineFacts,
): Fleet5000 {
  const row = (step: string, latencies: string, count: number): StepRow =>
    steps.find((one) => one.step === step && one.latencies === latencies && one.count === count)!;
  const start = engine.trivial.get(1)!.up;
  const factsOf = (step: string, only: (operation: string) => boolean = () => true): Facts => {
    const slow = row(step, "scaled", middle);
    const seconds = (count: number): [number, number] => [count, row(step, "zero", count).seconds];
    const calls = { platform: 0, jobs: 0, operations: 0 };
    for (const [operation, n] of Object.entries(slow.requests))
      if (only(operation)) calls[bucketOf(operation)] += n / slow.count;
    const serviceSeconds = (slow.pathSeconds * scale) / Math.ceil(slow.count / parallel);
    return { calls, serviceSeconds, ...growth(start, [seconds(middle), seconds(large)]) };
  };
  const up = factsOf("up");
  const drift = factsOf("refresh");
  const facts: Record<Operation, Facts> = {
    up,
    driftCheck: drift,
    driftCheckItem: {
      ...factsOf("refresh", (operation) => /^(getItem|listItems)$/.test(operation)),
      serviceSeconds: 0.15,
    },
    refreshRuns: runsOnly(up, steps),
  };
  const rows = (Object.keys(facts) as Operation[]).flatMap((operation) =>
    shapes.map((shape) => ({
      operation,
      ...shape,
      estimate: estimate(facts[operation], { items, callsAMinute, ...shape }),
    })),
  );
  return { items, facts, rows, check: predictions(ups, facts.up, { parallel, middle, large }, engine) };
}

/** Only a round of refreshes: half of the jobs of an `up`, without its other calls. */
function runsOnly(up: Facts, steps: readonly StepRow[]): Facts {
  const publishes = steps.find(({ step, latencies }) => step === "up" && latencies === "scaled")!;
  const starts = publishes.requests.runExecute! / publishes.count;
  const polls = publishes.requests.getJobInstance! / publishes.count / 2;
  return { ...up, calls: { platform: 0, jobs: starts + polls, operations: 0 }, serviceSeconds: 5 * 20 + 6 * 0.15 };
}

/**
 * The model's prediction of the largest `up` from smaller ones and from trivial resources, next to the measurement. The square part grows
 * with the bytes of state.
 */
function predictions(
  ups: readonly UpRow[],
  up: Facts,
  { parallel, middle, large }: Sizes,
  { trivial, pairBytes }: EngineFacts,
): Fleet5000["check"] {
  const at = (count: number) => ups.find((row) => row.latencies === "zero" && row.count === count)!;
  const [small, big] = [trivial.get(middle)!, trivial.get(large)!];
  const engine = growth(trivial.get(1)!.up, [
    [middle, small.up],
    [large, big.up],
  ]);
  const { startSeconds } = engine;
  const squareSeconds = (engine.squareSeconds * pairBytes) / big.pairBytes;
  const itemSeconds = (at(middle).seconds - startSeconds) / middle - squareSeconds * middle;
  const facts = { ...up, startSeconds, itemSeconds, squareSeconds, serviceSeconds: 0 };
  const shape = { items: large, stacks: 1, identities: 1, parallel, callsAMinute: Infinity };
  return [{ count: large, predictedSeconds: estimate(facts, shape).minutes * 60, measuredSeconds: at(large).seconds }];
}
