import type { Caller } from "./caller";
import type { Clock, Timing } from "./clock";
import { Scope } from "./scope";
import type { ServiceClock } from "./serviceClock";
import type { CallOptions } from "./types";

/** What every group of operations works with. */
export interface GroupContext {
  caller: Caller;
  timing: Timing;
  clock: Clock;
  serviceClock: ServiceClock;
  maxRetries: number;
}

/** The time-outs that hold where a call names none, in milliseconds. */
export const defaultTimeouts = {
  /** A call that the service answers at once. */
  call: 5 * 60_000,
  /** A call that may become a long-running operation. */
  operation: 20 * 60_000,
  /** The run of a job: the service stops a refresh after a day. */
  job: 25 * 3_600_000,
};

/** Runs `work` within a deadline. `operation` and `item` name it in errors. */
export async function within<T>(
  { clock }: GroupContext,
  operation: string,
  item: string | undefined,
  options: CallOptions | undefined,
  defaultMs: number,
  work: (scope: Scope) => Promise<T>,
  leftMs?: number,
): Promise<T> {
  const scope = new Scope(operation, item, options ?? {}, options?.timeoutMs ?? defaultMs, clock, leftMs);
  try {
    return await work(scope);
  } finally {
    scope.close();
  }
}
