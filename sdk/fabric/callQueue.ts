import { CallBudget } from "./callBudget";
import type { Clock } from "./clock";
import { afterRefusal, afterTaken, atOnce, firstPace, type Pace } from "./pace";
import type { CallContext } from "./callContext";

/** How a call that had a permit ended. `taken`: the service took it. `refused`: 429. `none`: no response came. */
export type CallEnd =
  | { kind: "taken"; good: boolean }
  | { kind: "refused"; /** How long the service wants no call. */ waitMs: number }
  | { kind: "none" };

/** The right to send one request now. */
export interface Permit {
  /** Ends the permit. Call it once, when the response is there or did not come. */
  done(end: CallEnd): void;
}

interface Waiter {
  /** The lowest rank goes first; among equal ranks, the call that began first. */
  rank: number;
  startedAt: number;
  go(): void;
}

/** The waiting calls of one rate-limit group, and the count of those under way. The {@link Pace} decides when each may go. */
export class CallQueue {
  private readonly waiting: Waiter[] = [];
  private underWay = 0;
  private pace: Pace;
  private readonly budget: CallBudget | undefined;
  private wakeUp: { at: number; stop: AbortController } | undefined;

  constructor(
    concurrent: number,
    maxCallsPerMinute: number | undefined,
    private readonly clock: Clock,
  ) {
    this.pace = firstPace(concurrent);
    this.budget = maxCallsPerMinute === undefined ? undefined : new CallBudget(maxCallsPerMinute);
  }

  /**
   * Resolves when a call may be sent. Throws the context's error if the context is over, and at once if a pause outlasts the
   * context's deadline.
   */
  async acquire(context: CallContext, afterWrites: boolean): Promise<Permit> {
    context.throwIfOver();
    const pauseMs = this.pace.pausedUntil - this.clock.now();
    if (pauseMs > context.remainingMs)
      throw context.deadlineError(`its turn: the service asked for a pause of ${Math.ceil(pauseMs / 1000)} s (429)`);
    const { awaiting } = context;
    context.awaiting = "its turn: other calls of this identity are under way";
    await this.turn(context, afterWrites ? 1 : 0);
    context.awaiting = awaiting;
    const sentAfter = this.pace.pauses;
    let over = false;
    return {
      done: (end) => {
        if (over) return;
        over = true;
        this.underWay--;
        if (end.kind === "taken") this.pace = afterTaken(this.pace, sentAfter, end.good);
        if (end.kind === "refused") this.pace = afterRefusal(this.pace, sentAfter, this.clock.now() + end.waitMs);
        this.pump();
      },
    };
  }

  private turn(context: CallContext, rank: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        reject(context.overError());
        // If no call waits any more, this stops the timer, which would keep the process alive.
        this.pump();
      };
      const go = (): void => {
        context.signal.removeEventListener("abort", stop);
        resolve();
      };
      const waiter: Waiter = { rank, startedAt: context.startedAt, go };
      context.signal.addEventListener("abort", stop, { once: true });
      this.enqueue(waiter);
      this.pump();
    });
  }

  private enqueue(waiter: Waiter): void {
    const later = this.waiting.findIndex(
      ({ rank, startedAt }) => rank > waiter.rank || (rank === waiter.rank && startedAt > waiter.startedAt),
    );
    this.waiting.splice(later === -1 ? this.waiting.length : later, 0, waiter);
  }

  private pump(): void {
    while (this.waiting.length > 0 && this.underWay < atOnce(this.pace, this.underWay)) {
      const now = this.clock.now();
      const waitMs = Math.max(this.pace.pausedUntil - now, this.budget?.waitMs(now) ?? 0);
      if (waitMs > 0) return this.wakeAt(now + waitMs);
      this.underWay++;
      this.budget?.sent(now);
      this.waiting.shift()?.go();
    }
    this.wakeAt(undefined);
  }

  private wakeAt(at: number | undefined): void {
    if (this.wakeUp?.at === at) return;
    this.wakeUp?.stop.abort();
    this.wakeUp = undefined;
    if (at === undefined) return;
    const stop = new AbortController();
    this.wakeUp = { at, stop };
    void this.clock.sleep(Math.ceil(at - this.clock.now()), stop.signal).then(
      () => {
        this.wakeUp = undefined;
        this.pump();
      },
      () => undefined,
    );
  }
}
