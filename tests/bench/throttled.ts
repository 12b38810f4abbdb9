import { total } from "./least";
import { live, type StepResult, zero } from "./lives";
import { trivially } from "./trivial";

/** `up` of new dataflows, unpublished and without refreshes. The service has no limit, so the client's limiter must not add time. */
export interface Unlimited {
  count: number;
  seconds: number;
  pathSeconds: number;
  /** As many trivial resources. */
  engineSeconds: number;
  ratio: number;
}

/** The length of the service's window, not scaled. */
export const UNLIMITED_RESPONSE_MS = 150;
const unscaled = { ...zero, requestMs: UNLIMITED_RESPONSE_MS };

export async function unlimited(count: number, parallel: number): Promise<Unlimited> {
  const { up: engineSeconds } = await trivially("createOnly", count, parallel, { pairs: false });
  const { results } = await live({ count, latencies: unscaled, parallel, runs: false });
  const { seconds, pathSeconds } = results[0]!;
  return { count, seconds, pathSeconds, engineSeconds, ratio: seconds / (pathSeconds + engineSeconds) };
}

export interface Throttled {
  count: number;
  seconds: number;
  /** The lower bound: the limit alone, and the engine's start and end. */
  idealSeconds: number;
  ratio: number;
  calls: number;
  refused: number;
  refusedShare: number;
}

/** This is not scaled, because the engine's own work must fit into a window. */
const callsAMinute = 200;
const windowMs = 60_000;

const buckets: Record<string, readonly string[]> = {
  platform: ["listItems", "createItem", "getDefinition"],
  jobs: ["runApplyChanges", "runExecute", "getJobInstance"],
};

/** The service's windows are fixed. A client that knows their starts fills the first window at once, and then waits for each next one. */
export const limitSeconds = (calls: number, perWindow: number, window: number): number =>
  (Math.max(0, Math.ceil(calls / perWindow) - 1) * window) / 1000;

/** Many dataflows under the service's limit of calls, with a service without other latency. */
export async function throttled(count: number, parallel: number, engineSeconds: number): Promise<Throttled> {
  const limits = { callsPerWindow: callsAMinute, windowMs };
  const { results } = await live({ count, latencies: zero, parallel, limits });
  const up = results[0]!;
  const limited = Object.values(buckets).map((names) => limitSeconds(taken(up, names), callsAMinute, windowMs));
  const idealSeconds = engineSeconds + Math.max(...limited);
  const calls = total(up.requests);
  return {
    ...{ count, seconds: up.seconds, idealSeconds, ratio: up.seconds / idealSeconds },
    ...{ calls, refused: up.refused, refusedShare: up.refused / calls },
  };
}

/** The calls under the limit, without refused ones. */
const taken = ({ requests, refusedByOperation }: StepResult, operations: readonly string[]): number =>
  operations.reduce((sum, name) => sum + (requests[name] ?? 0) - (refusedByOperation[name] ?? 0), 0);
