import { attempt, type Attempt, type AttemptOptions, type Call, type GoodAnswer } from "./attempt";
import type { CallEnd } from "./callQueue";
import type { Limiter } from "./limiter";
import { decide, refusedForMs, type Outcome, type RetryFacts } from "./retry";
import type { Scope } from "./scope";
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
  async call(call: Call, scope: Scope, streamed = false): Promise<GoodAnswer> {
    const { limiter, serviceClock, timing, maxRetries, onRetry } = this.options;
    const facts: RetryFacts = { effect: call.effect, failures: 0, throttled: 0, maxRetries, tokenRenewed: false };
    let forceRefresh = false;
    // A look at an operation that was accepted says nothing about what the operation does.
    let mayHaveTakenEffect = scope.mayHaveTakenEffect;
    for (;;) {
      // Signed in before its turn: the limiter counts the moment of sending, and a sign-in can take seconds.
      await this.signIn(scope);
      const permit = await limiter.acquire(call.bucket, scope, call.afterWrites);
      let done: Attempt;
      try {
        done = await attempt(this.options, call, scope, { forceRefresh, streamed });
      } catch (error) {
        permit.done({ kind: "none" });
        throw error;
      }
      const random = Math.random();
      permit.done(callEnd(done.outcome, refusedForMs(done.outcome, facts.throttled, timing, random)));
      const decision = decide(done.outcome, facts, timing, random);
      if (done.answer !== undefined) {
        serviceClock.saw(done.answer.headers.date, scope.clock.now());
        return done.answer;
      }

      if (decision.do !== "renewToken" && decision.do !== "return") mayHaveTakenEffect ||= decision.mayHaveTakenEffect;
      scope.mayHaveTakenEffect = mayHaveTakenEffect;
      if (decision.do === "renewToken") {
        facts.tokenRenewed = forceRefresh = true;
        continue;
      }
      if (decision.do !== "retry") throw done.error(mayHaveTakenEffect);

      forceRefresh = false;
      facts[decision.counts]++;
      if (decision.waitMs > scope.remainingMs) {
        const seconds = Math.ceil(decision.waitMs / 1000);
        throw scope.deadlineError(`another try in ${seconds} s, after ${done.reason}`);
      }
      onRetry?.({ operation: scope.operation, item: scope.item, reason: done.reason, waitMs: decision.waitMs });
      // The limiter keeps the pause of the bucket.
      if (!decision.pausesBucket) await scope.sleep(decision.waitMs);
    }
  }

  private async signIn(scope: Scope): Promise<void> {
    try {
      await this.options.credential.getToken({ signal: scope.signal });
    } catch (error) {
      if (scope.signal.aborted) throw scope.overError();
      throw error;
    }
  }
}

function callEnd(outcome: Outcome, refusedMs: number | undefined): CallEnd {
  if (refusedMs !== undefined) return { kind: "refused", waitMs: refusedMs };
  return outcome.kind === "answer" ? { kind: "taken", good: outcome.status < 500 } : { kind: "none" };
}
