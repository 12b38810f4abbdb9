import { attempt, type Attempt, type AttemptOptions, type Call, type ApiResponse } from "./attempt";
import type { CallEnd } from "./callQueue";
import type { Limiter } from "./limiter";
import { decide, refusedForMs, type Outcome, type RetryFacts } from "./retry";
import type { CallContext } from "./callContext";
import type { ServiceClock } from "./serviceClock";

/** Describes a retry before it happens, for `onRetry`. */
export interface RetryNotice {
  /** The operation, for example `create item`. */
  operation: string;
  /** The id or name that the operation is about. Absent for lists. */
  item?: string;
  /** Why the last attempt failed, for example `RequestBlocked (HTTP 429)` or `connection reset (ECONNRESET)`. */
  reason: string;
  /** Milliseconds until the retry. */
  waitMs: number;
}

export interface CallerOptions extends AttemptOptions {
  limiter: Limiter;
  serviceClock: ServiceClock;
  maxRetries: number;
  onRetry?(notice: RetryNotice): void;
}

/** Sends calls: waits for a permit, judges the response, and retries if that is safe. */
export class Caller {
  constructor(private readonly options: CallerOptions) {}

  /** Returns a good response. With `streamed`, the body of one other than 202 is unread, in `open`. */
  async call(call: Call, context: CallContext, streamed = false): Promise<ApiResponse> {
    const { limiter, serviceClock, timing, maxRetries, onRetry } = this.options;
    const facts: RetryFacts = {
      idempotency: call.idempotency,
      failures: 0,
      throttled: 0,
      maxRetries: call.onlyOnce ? 0 : maxRetries,
      tokenRenewed: false,
    };
    let forceRefresh = false;
    // A poll of an accepted operation keeps what the call itself may have done.
    let mayHaveTakenEffect = context.mayHaveTakenEffect;
    for (;;) {
      // Sign in before the permit: the limiter counts the moment of sending, and a sign-in can take seconds.
      await this.signIn(context);
      const permit = await limiter.acquire(call.rateLimitGroup, context, call.afterWrites);
      let done: Attempt;
      try {
        done = await attempt(this.options, call, context, { forceRefresh, streamed });
      } catch (error) {
        permit.done({ kind: "none" });
        throw error;
      }
      const random = Math.random();
      permit.done(callEnd(done.outcome, refusedForMs(done.outcome, facts.throttled, timing, random)));
      const decision = decide(done.outcome, facts, timing, random);
      if (done.response !== undefined) {
        serviceClock.record(done.response.headers.date, context.clock.now());
        return done.response;
      }

      if (decision.do !== "renewToken" && decision.do !== "return") mayHaveTakenEffect ||= decision.mayHaveTakenEffect;
      context.mayHaveTakenEffect = mayHaveTakenEffect;
      if (decision.do === "renewToken") {
        facts.tokenRenewed = forceRefresh = true;
        continue;
      }
      if (decision.do !== "retry") throw done.error(mayHaveTakenEffect);

      forceRefresh = false;
      facts[decision.counts]++;
      if (decision.waitMs > context.remainingMs) {
        const seconds = Math.ceil(decision.waitMs / 1000);
        throw context.deadlineError(`a retry in ${seconds} s, after ${done.reason}`);
      }
      onRetry?.({ operation: context.operation, item: context.item, reason: done.reason, waitMs: decision.waitMs });
      // The limiter itself keeps a pause of the whole rate-limit group.
      if (!decision.pausesGroup) await context.sleep(decision.waitMs);
    }
  }

  private async signIn(context: CallContext): Promise<void> {
    try {
      await this.options.credential.getToken({ signal: context.signal });
    } catch (error) {
      if (context.signal.aborted) throw context.overError();
      throw error;
    }
  }
}

function callEnd(outcome: Outcome, refusedMs: number | undefined): CallEnd {
  if (refusedMs !== undefined) return { kind: "refused", waitMs: refusedMs };
  return outcome.kind === "response" ? { kind: "taken", good: outcome.status < 500 } : { kind: "none" };
}
