import type { Clock } from "./clock";
import type { Scope } from "./scope";

/** The service counts calls by these, each on its own. */
export type Bucket = "platform" | "jobs" | "operations";

/** What one identity may do. */
export interface Budget {
  /** Calls in any `windowMs`, of each bucket. */
  calls: number;
  /** Milliseconds in which `calls` are counted. */
  windowMs: number;
  /** Calls under way at once. */
  concurrent: number;
}

/** A little under the 200 calls a minute that the service allows an identity. */
export const defaultBudget: Budget = { calls: 190, windowMs: 62_000, concurrent: 32 };

/** No pause of all is longer, whatever one answer says: the number may be absurd. */
const longestPauseMs = 600_000;

export interface Permit {
  /** To be called once, when the answer is there: `good` unless it was a refusal or none came. */
  done(good: boolean): void;
}

/** What is under way is finished first. */
const order: Bucket[] = ["operations", "jobs", "platform"];

/**
 * One identity's share of the service, within this process. It sends no more than the budget allows. After a 429 nobody
 * sends until the time is up; then one call, and one more at a time with each good answer. Others may use the same
 * identity, so a 429 lowers the budget, down to half, and good answers raise it again.
 */
export class Limiter {
  private readonly sentAt: Record<Bucket, number[]> = { platform: [], jobs: [], operations: [] };
  private readonly waiting: Record<Bucket, (() => void)[]> = { platform: [], jobs: [], operations: [] };
  private inFlight = 0;
  private pausedUntil = 0;
  private pauses = 0;
  private atOnce: number;
  private calls: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly budget: Budget,
    private readonly clock: Clock,
  ) {
    this.atOnce = budget.concurrent;
    this.calls = budget.calls;
  }

  /**
   * Resolves when a call may be sent. Throws what the scope throws when it is over, and at once where a pause is longer
   * than what the scope has left.
   */
  async acquire(bucket: Bucket, scope: Scope): Promise<Permit> {
    scope.throwIfOver();
    const pauseMs = this.pausedUntil - this.clock.now();
    if (pauseMs > scope.remainingMs)
      throw scope.deadlineError(`its turn: the service asked for a pause of ${Math.ceil(pauseMs / 1000)} s (429)`);
    await this.turn(bucket, scope);
    const pauses = this.pauses;
    let over = false;
    return {
      done: (good) => {
        if (over) return;
        over = true;
        this.inFlight--;
        // An answer to what was sent before the pause says nothing about the time after it.
        if (good && pauses === this.pauses) this.recover();
        this.pump();
      },
    };
  }

  /** A 429: everybody of this identity waits. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + Math.min(ms, longestPauseMs));
    this.pauses++;
    this.atOnce = 1;
    this.calls = Math.max(this.budget.calls / 2, this.calls * 0.8);
  }

  private recover(): void {
    this.atOnce = Math.min(this.budget.concurrent, this.atOnce + 1);
    this.calls = Math.min(this.budget.calls, this.calls + 0.1);
  }

  private turn(bucket: Bucket, scope: Scope): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const go = (): void => {
        scope.signal.removeEventListener("abort", stop);
        resolve();
      };
      const stop = (): void => {
        this.waiting[bucket].splice(this.waiting[bucket].indexOf(go), 1);
        reject(scope.overError());
        // Nobody may be left to wait for: the timer would keep the process.
        this.pump();
      };
      scope.signal.addEventListener("abort", stop, { once: true });
      this.waiting[bucket].push(go);
      this.pump();
    });
  }

  private pump(): void {
    clearTimeout(this.timer);
    const now = this.clock.now();
    let soonest = Infinity;
    for (const bucket of order) {
      const waiting = this.waiting[bucket];
      while (waiting.length > 0 && this.inFlight < this.atOnce) {
        const waitMs = this.waitMs(bucket, now);
        if (waitMs > 0) {
          soonest = Math.min(soonest, waitMs);
          break;
        }
        this.inFlight++;
        this.sentAt[bucket].push(now);
        waiting.shift()?.();
      }
    }
    if (soonest < Infinity) this.timer = setTimeout(() => this.pump(), Math.ceil(soonest) + 1);
  }

  private waitMs(bucket: Bucket, now: number): number {
    const sent = this.sentAt[bucket];
    while (sent[0] !== undefined && sent[0] <= now - this.budget.windowMs) sent.shift();
    const full = sent.length >= Math.max(1, Math.floor(this.calls));
    const windowMs = full ? (sent[0] ?? now) + this.budget.windowMs - now : 0;
    return Math.max(windowMs, this.pausedUntil - now);
  }
}

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
