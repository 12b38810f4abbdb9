import type { Credential } from "../auth/credential";
import type { Timing } from "./clock";
import { isRecord, parseJson, readErrorBody } from "./errorBody";
import { FabricError, NoAnswerError } from "./errors";
import { readAll, send, SendFailure, type HttpAnswer } from "./http";
import type { Bucket, Limiter } from "./limiter";
import { decide, parseRetryAfter, type Effect, type Outcome } from "./retry";
import type { Scope } from "./scope";

/** One call, whatever number of requests it takes. */
export interface Call {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the endpoint, segments escaped. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  accept?: string;
  bucket: Bucket;
  effect: Effect;
}

/** A good answer. `body` is the JSON, or `undefined` where there was none. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  retryAfterMs?: number;
  /** Whether an earlier try of this call may have done it already. */
  repeated: boolean;
}

/** A good answer whose body is still to be read. */
export type OpenAnswer = Omit<Answer, "body"> & { open: HttpAnswer };

/** What a caller tells about a try that it repeats. */
export interface RetryNotice {
  operation: string;
  item?: string;
  /** For example `RequestBlocked (HTTP 429)` or `connection reset (ECONNRESET)`. */
  reason: string;
  waitMs: number;
}

export interface CallerOptions {
  endpoint: string;
  credential: Credential;
  limiter: Limiter;
  timing: Timing;
  maxRetries: number;
  userAgent: string;
  onRetry?(notice: RetryNotice): void;
}

type Try =
  | { outcome: Outcome; reason: string; answer: Omit<Answer, "repeated">; error?: undefined; open?: undefined }
  | { outcome: Outcome; reason: string; answer: Omit<Answer, "repeated">; open: HttpAnswer; error?: undefined }
  | { outcome: Outcome; reason: string; error: (mayHaveTakenEffect: boolean) => Error };

const longestBody = 64 * 1024 * 1024;

/** Sends calls: signs in, waits for its turn, sends, judges the answer, repeats what may be repeated. */
export class Caller {
  constructor(private readonly options: CallerOptions) {}

  /** A call whose answer is JSON or empty. */
  async call(call: Call, scope: Scope): Promise<Answer> {
    return (await this.run(call, scope, false)) as Answer;
  }

  /** A call whose answer is read by the caller; `open.body` must be read or dumped. */
  async open(call: Call, scope: Scope): Promise<OpenAnswer | Answer> {
    return this.run(call, scope, true);
  }

  private async run(call: Call, scope: Scope, streamed: boolean): Promise<OpenAnswer | Answer> {
    const { limiter, timing, maxRetries, onRetry } = this.options;
    const facts = { effect: call.effect, failures: 0, throttled: 0, maxRetries, tokenRenewed: false };
    let repeated = false;
    for (let forceRefresh = false; ;) {
      const permit = await limiter.acquire(call.bucket, scope);
      let done: Try;
      try {
        done = await this.once(call, scope, forceRefresh, streamed);
      } catch (error) {
        permit.done("failed");
        throw error;
      }
      const decision = decide(done.outcome, facts, timing, Math.random());
      if (decision.do === "retry" && decision.pauseIdentity) limiter.pause(decision.waitMs);
      permit.done(done.outcome.kind === "answer" && done.outcome.status < 429 ? "answered" : "failed");

      forceRefresh = false;
      if (decision.do === "renewToken") {
        scope.mayHaveTakenEffect = repeated;
        facts.tokenRenewed = forceRefresh = true;
        continue;
      }
      if (decision.do === "return" && done.error === undefined)
        return done.open === undefined ? { ...done.answer, repeated } : { ...done.answer, repeated, open: done.open };
      if (decision.do !== "retry") {
        const mayHaveTakenEffect = repeated || (decision.do === "fail" && decision.mayHaveTakenEffect);
        scope.mayHaveTakenEffect = mayHaveTakenEffect;
        throw (done.error as (mayHaveTakenEffect: boolean) => Error)(mayHaveTakenEffect);
      }
      repeated ||= decision.mayHaveTakenEffect;
      scope.mayHaveTakenEffect = repeated;
      facts[decision.counts]++;
      if (decision.waitMs > scope.remainingMs)
        throw scope.deadlineError(
          `another try: ${done.reason}; the next one is due in ${Math.ceil(decision.waitMs / 1000)} s`,
        );
      onRetry?.({ operation: scope.operation, item: scope.item, reason: done.reason, waitMs: decision.waitMs });
      if (!decision.pauseIdentity) await scope.sleep(decision.waitMs);
    }
  }

  private async once(call: Call, scope: Scope, forceRefresh: boolean, streamed: boolean): Promise<Try> {
    const { credential, endpoint, timing, userAgent } = this.options;
    const attempt = new AbortController();
    const tooLong = new SendFailure(`no answer within ${timing.attemptMs / 1000} s`, true, false);
    const timer = setTimeout(() => attempt.abort(tooLong), timing.attemptMs);
    const stop = (): void => attempt.abort(scope.signal.reason);
    scope.signal.addEventListener("abort", stop, { once: true });
    try {
      const { token } = await credential.getToken({ signal: scope.signal, forceRefresh });
      scope.throwIfOver();
      if (call.effect !== "none") scope.mayHaveTakenEffect = true;
      const http = await send({
        method: call.method,
        url: endpoint + call.path + queryString(call.query),
        headers: {
          authorization: `Bearer ${token}`,
          accept: call.accept ?? "application/json",
          "user-agent": userAgent,
          ...(call.body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
        signal: streamed ? scope.signal : attempt.signal,
      });
      return await this.judge(http, scope, streamed, attempt.signal);
    } catch (error) {
      if (scope.signal.aborted) scope.throwIfOver();
      if (!(error instanceof SendFailure)) throw error;
      return lost(error, scope);
    } finally {
      clearTimeout(timer);
      scope.signal.removeEventListener("abort", stop);
    }
  }

  private async judge(http: HttpAnswer, scope: Scope, streamed: boolean, signal: AbortSignal): Promise<Try> {
    const { status, headers } = http;
    const good = status >= 200 && status < 300;
    const retryAfterMs = parseRetryAfter(headers["retry-after"], scope.clock.now());
    if (good && streamed && status !== 202) {
      return {
        outcome: { kind: "answer", status },
        reason: "",
        answer: { status, headers, body: undefined },
        open: http,
      };
    }
    const text = (await readAll(http, longestBody, signal)).toString("utf8");
    const body = parseJson(text);
    if (good) {
      if (body === undefined && text.trim() !== "")
        throw new SendFailure(
          `HTTP ${status} whose body (${headers["content-type"] ?? "no type"}) is no JSON`,
          true,
          false,
        );
      return { outcome: { kind: "answer", status }, reason: "", answer: { status, headers, body, retryAfterMs } };
    }
    const said = readErrorBody(body, headers);
    const foreign =
      !isRecord(body) && text.trim() !== "" ? "the answer is not Fabric's (a gateway or proxy?)" : undefined;
    return {
      outcome: { kind: "answer", status, errorCode: said.errorCode, retryAfterMs },
      reason: said.errorCode === undefined ? `HTTP ${status}` : `${said.errorCode} (HTTP ${status})`,
      error: (mayHaveTakenEffect) =>
        new FabricError({
          operation: scope.operation,
          item: scope.item,
          status,
          ...said,
          serviceMessage: said.serviceMessage ?? foreign,
          retryAfterMs,
          mayHaveTakenEffect,
        }),
    };
  }
}

function lost(failure: SendFailure, scope: Scope): Try {
  return {
    outcome: { kind: "failure", sent: failure.sent, permanent: failure.permanent },
    reason: failure.message,
    error: (mayHaveTakenEffect) =>
      new NoAnswerError(scope.operation, scope.item, failure.message, mayHaveTakenEffect, { cause: failure.cause }),
  };
}

function queryString(query: Call["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? "" : `?${search}`;
}
