import type { Mask } from "../common/mask";
import type { Caller } from "./caller";
import type { Clock, Timing } from "./clock";
import type { StartWay } from "./jobForms";
import { Scope } from "./scope";
import { ServiceClock } from "./serviceClock";
import type { CallOptions } from "./types";

/** What clients of one endpoint and identity learn, and share. */
export class Learned {
  readonly serviceClock: ServiceClock;
  /** The way that was accepted last to start a job, by job type and by whether there were run parameters. */
  readonly acceptedStarts = new Map<string, StartWay>();
  /** Ids of the runs that were started. */
  readonly startedRuns = new Set<string>();

  constructor(clock: Clock) {
    this.serviceClock = new ServiceClock(clock);
  }
}

/** What every group of operations works with. */
export interface GroupContext {
  caller: Caller;
  timing: Timing;
  clock: Clock;
  learned: Learned;
  maxRetries: number;
  mask: Mask;
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
