import type { Plan, StepRow, UpRow } from "./measure";
import { scale } from "./lives";
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
  /** A large `up`, as the model tells it from smaller ones, and as it was measured. */
  check: { count: number; predictedSeconds: number; measuredSeconds: number }[];
}

const items = 5_000;
const callsAMinute = 200;
const shapes = [
  { stacks: 1, identities: 1, parallel: 16 },
  { stacks: 1, identities: 1, parallel: 128 },
  { stacks: 10, identities: 1, parallel: 64 },
  { stacks: 10, identities: 10, parallel: 64 },
  { stacks: 50, identities: 10, parallel: 64 },
];

const bucketOf = (operation: string): keyof Facts["calls"] =>
  /^(run|getJob)/.test(operation) ? "jobs" : /^getOperation/.test(operation) ? "operations" : "platform";

type Sizes = Pick<Plan, "parallel" | "large"> & { middle: number };

/** Thousands of dataflows, from what was measured at a middle size (calls, waits) and between it and a large one (the engine's time). */
export function fleet5000(
  ups: readonly UpRow[],
  steps: readonly StepRow[],
  { parallel, middle, large }: Sizes,
): Fleet5000 {
  const row = (step: string, latencies: string, count: number): StepRow =>
    steps.find((one) => one.step === step && one.latencies === latencies && one.count === count)!;
  const factsOf = (step: string, only: (operation: string) => boolean = () => true): Facts => {
    const [small, slow] = [row(step, "zero", middle), row(step, "scaled", middle)];
    const most = row(step, "zero", large);
    const calls = { platform: 0, jobs: 0, operations: 0 };
    for (const [operation, n] of Object.entries(slow.requests))
      if (only(operation)) calls[bucketOf(operation)] += n / slow.count;
    const itemSeconds = (most.seconds - small.seconds) / (most.count - small.count);
    const serviceSeconds = (slow.pathSeconds * scale) / Math.ceil(slow.count / parallel);
    return { calls, serviceSeconds, itemSeconds, startSeconds: Math.max(0, small.seconds - middle * itemSeconds) };
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
  return { items, facts, rows, check: predictions(ups, facts.up, { parallel, middle, large }) };
}

/** A round of refreshes alone: half of the jobs of an `up`, none of its other calls. */
function runsOnly(up: Facts, steps: readonly StepRow[]): Facts {
  const publishes = steps.find(({ step, latencies }) => step === "up" && latencies === "scaled")!;
  const starts = publishes.requests.runExecute! / publishes.count;
  const looks = publishes.requests.getJobInstance! / publishes.count / 2;
  return { ...up, calls: { platform: 0, jobs: starts + looks, operations: 0 }, serviceSeconds: 5 * 20 + 6 * 0.15 };
}

/** What the model, with the slope between the smaller sizes, says of the largest one, next to what was measured there. */
function predictions(ups: readonly UpRow[], up: Facts, { parallel, middle, large }: Sizes): Fleet5000["check"] {
  const zero = ups.filter(({ latencies }) => latencies === "zero");
  const at = (count: number) => zero.find((row) => row.count === count)!;
  const before = zero.filter(({ count }) => count < middle).at(-1)!;
  const itemSeconds = (at(middle).seconds - before.seconds) / (middle - before.count);
  const facts = { ...up, itemSeconds, serviceSeconds: 0, startSeconds: at(middle).seconds - middle * itemSeconds };
  const shape = { items: large, stacks: 1, identities: 1, parallel, callsAMinute: Infinity };
  return [{ count: large, predictedSeconds: estimate(facts, shape).minutes * 60, measuredSeconds: at(large).seconds }];
}
