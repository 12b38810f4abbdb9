/** Runs get their times from another part of the service than answers their `Date`. */
const allowedMs = 500;
/** How far this machine's clock may be off where no answer carried a date. */
const unmeasuredMs = 5_000;
/** How long an answer counts: clocks are set. */
const keptMs = 60_000;

/** The service's time beside this machine's, as the `Date` of its answers tells it: whole seconds, cut off. */
export class ServiceClock {
  private readonly answers: { at: number; aheadMs: number }[] = [];

  /** `receivedAt`: milliseconds since the epoch by this machine's clock. */
  saw(date: string | undefined, receivedAt: number): void {
    const time = Date.parse(date ?? "");
    if (Number.isNaN(time)) return;
    this.answers.push({ at: receivedAt, aheadMs: time - receivedAt });
    while (this.answers[0] && this.answers[0].at < receivedAt - keptMs) this.answers.shift();
  }

  /** The earliest time that the service can have given to what began at this moment of this machine's clock. */
  earliest(at: number): number {
    if (this.answers.length === 0) return at - unmeasuredMs;
    // Each answer tells by how much the service is ahead at least: the way it took and what was cut off are missing.
    return at + Math.max(...this.answers.map(({ aheadMs }) => aheadMs)) - allowedMs;
  }
}
