import { setMaxListeners } from "node:events";
import { LONGEST_TIMER_MS, type Clock } from "./clock";
import { DeadlineError } from "./errors";
import type { CallOptions } from "./callOptions";

/** One call of the client from its start to its end: its deadline, its signal, and what it awaits now. */
export class CallContext {
  /** What the call awaits now, for the message of {@link DeadlineError}. */
  awaiting = "the response";
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
    /** The rest of `timeoutMs`, if several requests share it. */
    leftMs = timeoutMs,
  ) {
    options.signal?.throwIfAborted();
    // One signal may end hundreds of calls. Node would warn of a leak, but there is none.
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

  /** Returns why the call is over: the reason of the caller's signal, or the error of the deadline. */
  overError(): unknown {
    return this.options.signal?.aborted ? this.options.signal.reason : this.deadlineError();
  }

  throwIfOver(): void {
    if (this.signal.aborted || this.remainingMs <= 0) throw this.overError();
  }

  /** Waits, and throws {@link overError} if the deadline passes or the signal aborts meanwhile. */
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
