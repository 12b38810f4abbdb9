import type { Clock } from "./clock";

/** How far the times of runs may be off the `Date` of responses: they come from different parts of the service. */
const ALLOWED_MS = 500;
/** How far this machine's clock may be off if no response had a `Date`. */
const UNMEASURED_MS = 5_000;
/** How long a sample is used: clocks drift. */
const KEPT_MS = 60_000;

/**
 * Compares the service's clock with this machine's monotonic clock, by the `Date` of responses, which is in whole seconds, cut off. Setting
 * this machine's date in between has no effect.
 */
export class ServiceClock {
  private readonly samples: { at: number; aheadMs: number }[] = [];

  constructor(private readonly clock: Pick<Clock, "now" | "wallTime">) {}

  /** Records the `Date` of a response. `receivedAt` is a time of the monotonic clock. */
  record(date: string | undefined, receivedAt: number): void {
    const time = Date.parse(date ?? "");
    if (Number.isNaN(time)) return;
    this.samples.push({ at: receivedAt, aheadMs: time - receivedAt });
    while (this.samples[0] && this.samples[0].at < receivedAt - KEPT_MS) this.samples.shift();
  }

  /** Returns the earliest time, in milliseconds since the epoch, that the service can have given to a run that began at this monotonic time. */
  earliest(at: number): number {
    if (this.samples.length === 0) return this.clock.wallTime() - (this.clock.now() - at) - UNMEASURED_MS;
    // Each response gives the least by which the service is ahead: its time on the way and the cut-off fraction are missing.
    return at + Math.max(...this.samples.map(({ aheadMs }) => aheadMs)) - ALLOWED_MS;
  }
}
