import { setMaxListeners } from "node:events";
import { LONGEST_TIMER_MS, type Clock } from "./clock";
import { DeadlineError } from "./errors";
import type { CallOptions } from "./callOptions";

/** One call of the client from beginning to end: its deadline, its signal, and what it is doing. */
export class CallContext {
  /** For the deadline's error: what is awaited just now. */
  awaiting = "the answer";
  lastStatus: string | undefined;
  mayHaveTakenEffect = false;
  readonly signal: AbortSignal;
  readonly startedAt: number;
  private readonly controller = new AbortController();
  private readonly endsAt: number;
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort: () => void;

  constructor(
    readonly operation: string,
    readonly item: string | undefined,
    private readonly options: CallOptions,
    private readonly timeoutMs: number,
    readonly clock: Clock,
    /** What is left of `timeoutMs`, for one of several requests that share it. */
    leftMs = timeoutMs,
  ) {
    options.signal?.throwIfAborted();
    // One signal may end hundreds of calls: that is no leak, and no reason for Node to warn.
    if (options.signal !== undefined) setMaxListeners(0, options.signal);
    this.signal = this.controller.signal;
    this.startedAt = clock.now();
    this.endsAt = this.startedAt + leftMs;
    this.timer = setTimeout(
      () => this.controller.abort(this.deadlineError()),
      Math.min(Math.max(leftMs, 0), LONGEST_TIMER_MS),
    );
    this.timer.unref();
    this.onAbort = () => this.controller.abort(options.signal?.reason);
    options.signal?.addEventListener("abort", this.onAbort, { once: true });
  }

  get remainingMs(): number {
    return this.endsAt - this.clock.now();
  }

  get elapsedMs(): number {
    return Math.round(this.clock.now() - this.startedAt);
  }

  deadlineError(awaited = this.awaiting): DeadlineError {
    return new DeadlineError(
      this.operation,
      this.item,
      this.timeoutMs,
      awaited,
      this.lastStatus,
      this.mayHaveTakenEffect,
    );
  }

  /** Why it is over: the caller's reason, or the deadline's error. */
  overError(): unknown {
    return this.options.signal?.aborted ? this.options.signal.reason : this.deadlineError();
  }

  throwIfOver(): void {
    if (this.signal.aborted || this.remainingMs <= 0) throw this.overError();
  }

  /** Waits, but never past the deadline: then it throws {@link overError}. */
  async sleep(ms: number): Promise<void> {
    try {
      await this.clock.sleep(Math.min(ms, Math.max(this.remainingMs, 0)), this.signal);
    } catch {
      throw this.overError();
    }
    this.throwIfOver();
  }

  close(): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener("abort", this.onAbort);
  }
}
