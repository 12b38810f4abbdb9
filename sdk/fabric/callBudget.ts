const MINUTE_MS = 60_000;

/** Keeps the calls of any minute below a limit that the user set. Times are milliseconds of the monotonic clock. */
export class CallBudget {
  private readonly sentAt: number[] = [];

  constructor(private readonly callsPerMinute: number) {}

  /** Returns the milliseconds until a call may be sent; 0 if it may be sent now. */
  waitMs(now: number): number {
    while (this.sentAt[0] !== undefined && this.sentAt[0] <= now - MINUTE_MS) this.sentAt.shift();
    const oldest = this.sentAt[0];
    return oldest === undefined || this.sentAt.length < this.callsPerMinute ? 0 : oldest + MINUTE_MS - now;
  }

  sent(now: number): void {
    this.sentAt.push(now);
  }
}
