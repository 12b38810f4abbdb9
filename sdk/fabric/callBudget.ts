const MINUTE_MS = 60_000;

/** Counts the calls of the last minute, for somebody who knows the limit. Times are of the monotonic clock. */
export class CallBudget {
  private readonly sentAt: number[] = [];

  constructor(private readonly callsPerMinute: number) {}

  /** Milliseconds until a call may be sent; 0: now. */
  waitMs(now: number): number {
    while (this.sentAt[0] !== undefined && this.sentAt[0] <= now - MINUTE_MS) this.sentAt.shift();
    const oldest = this.sentAt[0];
    return oldest === undefined || this.sentAt.length < this.callsPerMinute ? 0 : oldest + MINUTE_MS - now;
  }

  sent(now: number): void {
    this.sentAt.push(now);
  }
}
