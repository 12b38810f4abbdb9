/** What the model is made of: measured, or the service's own numbers. */
export interface Facts {
  /** Calls of one item by bucket of the service's limit, at the service's real pace. */
  calls: { platform: number; jobs: number; operations: number };
  /** Seconds that one item's steps wait for the service. */
  serviceSeconds: number;
  /** Seconds that the engine and the product need to start and end, and for each item beside that. */
  startSeconds: number;
  itemSeconds: number;
  /** Seconds for the square of their number: at each step the engine writes the whole state anew. */
  squareSeconds: number;
}

export interface Shape {
  items: number;
  /** Stacks that run at the same time, each with an engine of its own. */
  stacks: number;
  /** Identities that they share evenly. */
  identities: number;
  /** `--parallel` of each. */
  parallel: number;
  callsAMinute: number;
}

export interface Estimate {
  minutes: number;
  /** What it waits for most. */
  bound: "calls" | "service" | "engine";
}

/**
 * How long an operation on so many items takes: what is slowest of the limit of calls, of the service's own time on so many workers, and
 * of the engine's, after its start. The three overlap, because each is waited for while the others go on.
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
