import type { Clock } from "../../../sdk/fabric/clock";

interface Event {
  at: number;
  order: number;
  run(): void;
}

/** A clock that advances from event to event, so that an hour of waits needs only the time of its computation. */
export class VirtualClock implements Clock {
  private time = 0;
  private order = 0;
  private readonly events: Event[] = [];

  now(): number {
    return this.time;
  }

  wallTime(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const event = this.add(this.time + Math.max(0, ms), resolve);
      signal?.addEventListener("abort", () => {
        this.events.splice(this.events.indexOf(event), 1);
        reject(signal.reason);
      });
    });
  }

  /** Runs all events in order of time, until `work` is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let over = false;
    void work.then(
      () => (over = true),
      () => (over = true),
    );
    for (;;) {
      // Code that awaited an event continues before the next event.
      await new Promise(setImmediate);
      if (over) return work;
      const next = this.events.shift();
      if (!next) throw new Error(`nothing is left to happen at ${this.time} ms, and the work is not done`);
      this.time = next.at;
      next.run();
    }
  }

  private add(at: number, run: () => void): Event {
    const event = { at, order: this.order++, run };
    const later = this.events.findIndex((other) => other.at > at);
    this.events.splice(later === -1 ? this.events.length : later, 0, event);
    return event;
  }
}
