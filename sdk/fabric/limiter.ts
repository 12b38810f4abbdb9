import type { Clock } from "./clock";
import type { Scope } from "./scope";

/** The service counts calls by these, each on its own. */
export type Bucket = "platform" | "jobs" | "operations";

/** What one identity may do. */
export interface Budget {
  /** Calls in any `windowMs`, of each bucket. */
  calls: number;
  windowMs: number;
  /** Calls under way at once. */
  concurrent: number;
}

/** A little under the 200 calls a minute that the service allows an identity. */
export const defaultBudget: Budget = { calls: 190, windowMs: 60_000, concurrent: 32 };

/** No pause is longer, whatever one answer says: the others would all wait for a number that may be absurd. */
const longestPauseMs = 600_000;

export interface Permit {
  /** To be called once, when the answer is there. */
  done(outcome: "answered" | "refused" | "failed"): void;
}

interface Waiter {
  bucket: Bucket;
  go(): void;
}

/**
 * One identity's share of the service, within this process. It sends no more than the budget allows. After a 429 nobody
 * sends until the time is up; then first one call, and one more at a time with each good answer.
 */
export class Limiter {
  private readonly sentAt: Record<Bucket, number[]> = { platform: [], jobs: [], operations: [] };
  private readonly waiters: Waiter[] = [];
  private inFlight = 0;
  private pausedUntil = 0;
  private rampTo: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly budget: Budget,
    private readonly clock: Clock,
  ) {
    this.rampTo = budget.concurrent;
  }

  /** Resolves when a call may be sent. Throws the deadline's error at once where the pause is longer than what is left. */
  async acquire(bucket: Bucket, scope: Scope): Promise<Permit> {
    scope.throwIfOver();
    const pauseMs = this.pausedUntil - this.clock.now();
    if (pauseMs > scope.remainingMs) throw scope.deadlineError(`the end of a pause of ${seconds(pauseMs)} (429)`);
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        bucket,
        go: () => {
          scope.signal.removeEventListener("abort", stop);
          resolve();
        },
      };
      const stop = (): void => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        try {
          scope.throwIfOver();
          reject(scope.signal.reason);
        } catch (error) {
          reject(error);
        }
      };
      scope.signal.addEventListener("abort", stop, { once: true });
      this.waiters.push(waiter);
      this.pump();
    });
    let over = false;
    return {
      done: (outcome) => {
        if (over) return;
        over = true;
        this.inFlight--;
        if (outcome === "answered") this.rampTo = Math.min(this.budget.concurrent, this.rampTo + 1);
        this.pump();
      },
    };
  }

  /** A 429: everybody of this identity waits. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + Math.min(ms, longestPauseMs));
    this.rampTo = 1;
  }

  private pump(): void {
    const now = this.clock.now();
    let soonest = Infinity;
    for (let index = 0; index < this.waiters.length;) {
      if (this.inFlight >= this.rampTo) break;
      const waiter = this.waiters[index] as Waiter;
      const waitMs = this.waitMs(waiter.bucket, now);
      if (waitMs > 0) {
        soonest = Math.min(soonest, waitMs);
        index++;
        continue;
      }
      this.waiters.splice(index, 1);
      this.inFlight++;
      this.sentAt[waiter.bucket].push(now);
      waiter.go();
    }
    clearTimeout(this.timer);
    if (soonest < Infinity) this.timer = setTimeout(() => this.pump(), Math.ceil(soonest) + 1);
  }

  private waitMs(bucket: Bucket, now: number): number {
    const sent = this.sentAt[bucket];
    while (sent[0] !== undefined && sent[0] <= now - this.budget.windowMs) sent.shift();
    const window = sent.length < this.budget.calls ? 0 : (sent[0] ?? now) + this.budget.windowMs - now;
    return Math.max(window, this.pausedUntil - now);
  }
}

const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;

const limiters = new Map<string, Limiter>();

/** The one limiter of an identity at an endpoint. The budget of its first user holds. */
export function limiterFor(identity: string, budget: Budget, clock: Clock): Limiter {
  let limiter = limiters.get(identity);
  if (limiter === undefined) {
    limiter = new Limiter(budget, clock);
    limiters.set(identity, limiter);
  }
  return limiter;
}
