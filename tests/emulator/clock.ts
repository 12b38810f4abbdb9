interface Event {
  at: number;
  run: () => void;
}

/** The service has its own clock. Setting this machine's clock does not change it. */
const startedAt = Date.now() - performance.now();

/**
 * The service's time. Later changes (a job ends, a schedule starts a run) are events. Each runs at its own time, before
 * the next request is handled. There are no timers. A test moves the clock instead of waiting.
 */
export class Clock {
  private offset = 0;
  private frozen: number | undefined;
  private events: Event[] = [];

  now(): number {
    return this.frozen ?? Math.round(startedAt + performance.now()) + this.offset;
  }

  after(ms: number, run: () => void): void {
    this.at(this.now() + ms, run);
  }

  at(at: number, run: () => void): void {
    const later = this.events.findIndex((event) => event.at > at);
    this.events.splice(later === -1 ? this.events.length : later, 0, { at, run });
  }

  /** Runs all events up to now, in order. During an event, the time is the event's time. */
  runDue(): void {
    const until = this.now();
    for (let next = this.events[0]; next && next.at <= until; next = this.events[0]) {
      this.events.shift();
      this.frozen = next.at;
      try {
        next.run();
      } finally {
        this.frozen = undefined;
      }
    }
  }

  advance(ms: number): void {
    this.offset += ms;
    this.runDue();
  }
}

/** The service writes times without `Z` and with seven fractional digits. */
export const fabricTime = (ms: number): string => new Date(ms).toISOString().replace("Z", "0000");
