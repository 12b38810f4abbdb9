import type { Mask } from "../common/mask";
import type { Caller } from "./caller";
import type { Clock, Timing } from "./clock";
import type { StartWay } from "./jobForms";
import { ServiceClock } from "./serviceClock";

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

/** What all groups of operations of one client share. */
export interface ClientContext {
  caller: Caller;
  timing: Timing;
  clock: Clock;
  learned: Learned;
  maxRetries: number;
  mask: Mask;
}
