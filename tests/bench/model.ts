/** The inputs of the model: measured values, or the service's own numbers. */
export interface Facts {
  /** Calls of one item by rate-limit group, at the service's real pace. */
  calls: { platform: number; jobs: number; operations: number };
  /** Seconds that one item's steps wait for the service. */
  serviceSeconds: number;
  /** Seconds that the engine and the product need to start and end, and for each item. */
  startSeconds: number;
  itemSeconds: number;
  /** Seconds per square of the number of items, because the engine writes the whole state at each step. */
  squareSeconds: number;
}

export interface Shape {
  items: number;
  /** The number of stacks that run at the same time, each with its own engine. */
  stacks: number;
  /** The number of identities, which they share evenly. */
  identities: number;
  /** The `--parallel` of each stack. */
  parallel: number;
  callsAMinute: number;
}

export interface Estimate {
  minutes: number;
  /** The slowest part. */
  bound: "calls" | "service" | "engine";
}

/**
 * The duration of an operation on this number of items: the slowest of the limit of calls, of the service's time with these workers, and of
 * the engine's time, after its start. The three overlap, because each wait runs beside the others.
 */
export function estimate(facts: Facts, { items, stacks, identities, parallel, callsAMinute }: Shape): Estimate {
  const perStack = Math.ceil(items / stacks);
  const calls =
    Math.max(facts.calls.platform, facts.calls.jobs, facts.calls.operations) * Math.ceil(items / identities);
  const seconds = {
    calls: (calls / callsAMinute) * 60,
    service: Math.ceil(perStack / parallel) * facts.serviceSeconds,
    engine: perStack * facts.itemSeconds + perStack ** 2 * facts.squareSeconds,
  };
  const bound = (Object.keys(seconds) as Estimate["bound"][]).reduce((a, b) => (seconds[b] > seconds[a] ? b : a));
  return { minutes: (facts.startSeconds + seconds[bound]) / 60, bound };
}
