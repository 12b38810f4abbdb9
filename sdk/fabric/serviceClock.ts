import type { Clock } from "./clock";

/** Runs get their times from another part of the service than answers their `Date`. */
const ALLOWED_MS = 500;
/** How far this machine's clock may be off where no answer carried a date. */
const UNMEASURED_MS = 5_000;
/** How long a response counts: clocks drift. */
const KEPT_MS = 60_000;

/**
 * The service's time beside this machine's monotonic clock, as the `Date` of its responses tells it: whole seconds, cut off. If this
 * machine's date is set in between, nothing moves.
 */
export class ServiceClock {
  private readonly answers: { at: number; aheadMs: number }[] = [];

  constructor(private readonly clock: Pick<Clock, "now" | "wallTime">) {}

  /** `receivedAt`: a time of the monotonic clock. */
  saw(date: string | undefined, receivedAt: number): void {
    const time = Date.parse(date ?? "");
    if (Number.isNaN(time)) return;
    this.answers.push({ at: receivedAt, aheadMs: time - receivedAt });
    while (this.answers[0] && this.answers[0].at < receivedAt - KEPT_MS) this.answers.shift();
  }

  /** The earliest time, in milliseconds since the epoch, that the service can have given to what began at this monotonic time. */
  earliest(at: number): number {
    if (this.answers.length === 0) return this.clock.wallTime() - (this.clock.now() - at) - UNMEASURED_MS;
    // Each answer tells by how much the service is ahead at least: the way it took and what was cut off are missing.
    return at + Math.max(...this.answers.map(({ aheadMs }) => aheadMs)) - ALLOWED_MS;
  }
}
