import { total } from "./least";
import { live, zero } from "./lives";

export interface Throttled {
  count: number;
  seconds: number;
  /** What nobody can be faster than: the limit alone, and the engine's start and end. */
  idealSeconds: number;
  ratio: number;
  calls: number;
  refused: number;
  refusedShare: number;
}

/** The minute of the service's limit, scaled. */
const faster = 10;
const callsAMinute = 200;
const windowMs = 60_000 / faster;

const buckets: Record<string, readonly string[]> = {
  platform: ["listItems", "createItem", "getDefinition"],
  jobs: ["runApplyChanges", "runExecute", "getJobInstance"],
};

/** Windows of the service are fixed: a client that knows their beginnings fills the first at once, and waits for each other one. */
export const limitSeconds = (calls: number, perWindow: number, window: number): number =>
  (Math.max(0, Math.ceil(calls / perWindow) - 1) * window) / 1000;

/** Many dataflows under the service's limit of calls, with a service that is otherwise done at once. */
export async function throttled(count: number, parallel: number, engineSeconds: number): Promise<Throttled> {
  const limits = { callsPerWindow: callsAMinute, windowMs };
  const { results } = await live({ count, latencies: zero, parallel, limits });
  const up = results[0]!;
  const callsOf = (operations: readonly string[]): number =>
    operations.reduce((sum, operation) => sum + (up.requests[operation] ?? 0), 0);
  const limited = Object.values(buckets).map((names) => limitSeconds(callsOf(names), callsAMinute, windowMs));
  const idealSeconds = engineSeconds + Math.max(...limited);
  const calls = total(up.requests);
  return {
    ...{ count, seconds: up.seconds, idealSeconds, ratio: up.seconds / idealSeconds },
    ...{ calls, refused: up.refused, refusedShare: up.refused / calls },
  };
}
