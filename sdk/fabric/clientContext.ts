import type { Mask } from "../common/mask";
import type { Caller } from "./caller";
import type { Clock, Timing } from "./clock";
import type { StartWay } from "./jobForms";
import { ServiceClock } from "./serviceClock";

/** The facts that clients of one endpoint and identity learn from responses, and share. */
export class Learned {
  readonly serviceClock: ServiceClock;
  /** The way to start a job that was accepted last. The key is the job type and whether there were run parameters. */
  readonly acceptedStarts = new Map<string, StartWay>();
  /** The ids of the runs that these clients started. */
  readonly startedRuns = new Set<string>();

  constructor(clock: Clock) {
    this.serviceClock = new ServiceClock(clock);
  }
}

/** The parts that all groups of methods of one client share. */
export interface ClientContext {
  caller: Caller;
  timing: Timing;
  clock: Clock;
  learned: Learned;
  maxRetries: number;
  mask: Mask;
}
