/** The times of runs are another part's of the service, and may be cut to seconds. */
const allowedMs = 2_000;
/** How far this machine's clock may be off where no answer carried a date. */
const unmeasuredMs = 5_000;

/** The service's time beside this machine's, as the `Date` of its answers tells it: whole seconds, cut off. */
export class ServiceClock {
  /** By how many milliseconds the service is ahead at least, less than a second and the answer's way more at most. */
  private aheadMs: number | undefined;

  /** `receivedAt`: milliseconds since the epoch by this machine's clock. The newest answer counts: clocks are set. */
  saw(date: string | undefined, receivedAt: number): void {
    const time = Date.parse(date ?? "");
    if (!Number.isNaN(time)) this.aheadMs = time - receivedAt;
  }

  /** The earliest time that the service can have given to what began at this moment of this machine's clock. */
  earliest(at: number): number {
    return this.aheadMs === undefined ? at - unmeasuredMs : at + this.aheadMs - allowedMs;
  }
}
