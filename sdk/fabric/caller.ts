import { attempt, type Attempt, type AttemptOptions, type Call, type ApiResponse } from "./attempt";
import type { CallEnd } from "./callQueue";
import type { Limiter } from "./limiter";
import { decide, refusedForMs, type Outcome, type RetryFacts } from "./retry";
import type { CallContext } from "./callContext";
import type { ServiceClock } from "./serviceClock";

/** What a caller is told about a try that is repeated. */
export interface RetryNotice {
  /** What was asked, for example `create item`. */
  operation: string;
  /** The id or name it was asked about. */
  item?: string;
  /** For example `RequestBlocked (HTTP 429)` or `connection reset (ECONNRESET)`. */
  reason: string;
  /** Milliseconds until it is repeated. */
  waitMs: number;
}

export interface CallerOptions extends AttemptOptions {
  limiter: Limiter;
  serviceClock: ServiceClock;
  maxRetries: number;
  onRetry?(notice: RetryNotice): void;
}

/** Sends calls: waits for their turn, judges the answers, repeats what may be repeated. */
export class Caller {
  constructor(private readonly options: CallerOptions) {}

  /** `streamed`: a good answer other than 202 comes with its body unread, in `open`. */
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
    // A look at an operation that was accepted says nothing about what the operation does.
    let mayHaveTakenEffect = context.mayHaveTakenEffect;
    for (;;) {
      // Signed in before its turn: the limiter counts the moment of sending, and a sign-in can take seconds.
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
      if (done.answer !== undefined) {
        serviceClock.saw(done.answer.headers.date, context.clock.now());
        return done.answer;
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
        throw context.deadlineError(`another try in ${seconds} s, after ${done.reason}`);
      }
      onRetry?.({ operation: context.operation, item: context.item, reason: done.reason, waitMs: decision.waitMs });
      // The limiter keeps the pause of the rate-limit group.
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
  return outcome.kind === "answer" ? { kind: "taken", good: outcome.status < 500 } : { kind: "none" };
}
