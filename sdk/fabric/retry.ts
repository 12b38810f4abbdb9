import type { Timing } from "./clock";

/** The outcome of one request. */
export type Outcome =
  | { kind: "response"; status: number; errorCode?: string; retryAfterMs?: number }
  | { kind: "failure"; sent: boolean; permanent: boolean };

/**
 * States if a call may be sent twice. `safe`: it changes nothing. `idempotent`: twice is the same as once. `none`: each
 * time it does more, as a call that creates or starts does.
 * https://www.rfc-editor.org/rfc/rfc9110.html#name-common-method-properties
 */
export type Idempotency = "safe" | "idempotent" | "none";

export interface RetryFacts {
  idempotency: Idempotency;
  /** Earlier attempts of this call that failed. */
  failures: number;
  throttled: number;
  maxRetries: number;
  tokenRenewed: boolean;
}

export type Decision =
  | { do: "return" }
  /** Give up. `mayHaveTakenEffect`: the service may have carried out the call. */
  | { do: "fail"; mayHaveTakenEffect: boolean }
  | { do: "renewToken" }
  | {
      do: "retry";
      waitMs: number;
      /** True if the service refuses every call of this rate-limit group until then. */
      pausesGroup: boolean;
      /** `failures` count against `maxRetries`. A throttled call is retried until its deadline. */
      counts: "failures" | "throttled";
      mayHaveTakenEffect: boolean;
    };

const throttling = new Set<string | undefined>(["RequestBlocked", "TooManyRequests", "TooManyRequestsForJobs"]);

const isRefusal = ({ status, errorCode }: { status: number; errorCode?: string }): boolean =>
  status === 429 || throttling.has(errorCode);

/**
 * Returns for how many milliseconds the service refuses calls of this rate-limit group: exactly its `Retry-After`. If that is missing or 0, it
 * is a backoff. Undefined if the service did not refuse the call.
 */
export function refusedForMs(outcome: Outcome, throttled: number, timing: Timing, random: number): number | undefined {
  if (outcome.kind === "failure" || !isRefusal(outcome)) return undefined;
  return outcome.retryAfterMs || backoffMs(throttled, timing, random);
}

/** Decides what to do after the last request. `random` is 0 to 1. */
export function decide(outcome: Outcome, facts: RetryFacts, timing: Timing, random: number): Decision {
  const backoff = backoffMs(facts.failures, timing, random);
  const repeatable = facts.idempotency !== "none";
  if (outcome.kind === "failure") {
    const mayHaveTakenEffect = outcome.sent && facts.idempotency !== "safe";
    const again = !outcome.permanent && (repeatable || !outcome.sent) && facts.failures < facts.maxRetries;
    return again ? retry("failures", backoff, mayHaveTakenEffect) : { do: "fail", mayHaveTakenEffect };
  }
  const { status, errorCode, retryAfterMs } = outcome;
  if (status >= 200 && status < 300) return { do: "return" };
  if (status === 401 && (errorCode === undefined || errorCode === "TokenExpired") && !facts.tokenRenewed)
    return { do: "renewToken" };
  // The service refused the call before it did anything, so that every call may be repeated.
  if (isRefusal(outcome)) {
    if (facts.maxRetries === 0) return { do: "fail", mayHaveTakenEffect: false };
    return {
      ...retry("throttled", refusedForMs(outcome, facts.throttled, timing, random)!, false),
      pausesGroup: true,
    };
  }
  if (errorCode === "ItemDisplayNameNotAvailableYet" && facts.maxRetries > 0)
    return retry("throttled", Math.max(retryAfterMs ?? 0, backoffMs(facts.throttled, timing, random)), false);
  if (status >= 500 || status === 408) {
    const mayHaveTakenEffect = facts.idempotency !== "safe";
    const again = repeatable && facts.failures < facts.maxRetries && status !== 501;
    return again
      ? retry("failures", Math.max(retryAfterMs ?? 0, backoff), mayHaveTakenEffect)
      : { do: "fail", mayHaveTakenEffect };
  }
  return { do: "fail", mayHaveTakenEffect: false };
}

function retry(
  counts: "failures" | "throttled",
  waitMs: number,
  mayHaveTakenEffect: boolean,
): Decision & { do: "retry" } {
  return { do: "retry", waitMs, pausesGroup: false, counts, mayHaveTakenEffect };
}

/** Returns a wait that doubles at each try up to the cap. Up to a quarter is taken off at random, so that callers who failed together part. */
export function backoffMs(tries: number, timing: Timing, random: number): number {
  const full = Math.min(timing.retryCapMs, timing.retryBaseMs * 2 ** Math.min(tries, 30));
  return Math.round(full * (1 - random / 4));
}

/**
 * Returns the milliseconds that a `Retry-After` asks for: seconds, or an HTTP date. Undefined if it is neither. A date is by the service's
 * clock, as is the response's own `date`. If the response has none, `now` by this machine's clock is used.
 */
export function parseRetryAfter(
  header: string | undefined,
  { date, now }: { date?: string; now: number },
): number | undefined {
  const text = header?.trim();
  if (text === undefined || text === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/[a-z]/i.test(text)) return undefined;
  const [until, sentAt] = [Date.parse(text), Date.parse(date ?? "")];
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(sentAt) ? now : sentAt));
}
