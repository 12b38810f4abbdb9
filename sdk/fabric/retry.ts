import type { Timing } from "./clock";

/** What came of one request. */
export type Outcome =
  | { kind: "answer"; status: number; errorCode?: string; retryAfterMs?: number }
  | { kind: "failure"; sent: boolean; permanent: boolean };

/**
 * Whether a call may be sent twice. `safe`: it changes nothing. `idempotent`: twice is the same as once. `none`: each
 * time it does something more, as a call that creates or starts does.
 * https://www.rfc-editor.org/rfc/rfc9110.html#name-common-method-properties
 */
export type Idempotency = "safe" | "idempotent" | "none";

export interface RetryFacts {
  idempotency: Idempotency;
  /** Tries of this call that failed before, by why. */
  failures: number;
  throttled: number;
  maxRetries: number;
  tokenRenewed: boolean;
}

export type Decision =
  | { do: "return" }
  /** Give up. `mayHaveTakenEffect`: the service may have done it. */
  | { do: "fail"; mayHaveTakenEffect: boolean }
  | { do: "renewToken" }
  | {
      do: "retry";
      waitMs: number;
      /** Whether the service refuses every call of this rate-limit group until then. */
      pausesGroup: boolean;
      /** Counts against `maxRetries`; a throttled call goes on until its deadline. */
      counts: "failures" | "throttled";
      mayHaveTakenEffect: boolean;
    };

const throttling = new Set<string | undefined>(["RequestBlocked", "TooManyRequests", "TooManyRequestsForJobs"]);

const isRefusal = ({ status, errorCode }: { status: number; errorCode?: string }): boolean =>
  status === 429 || throttling.has(errorCode);

/**
 * For how long the service wants no call of this rate-limit group: exactly what `Retry-After` says. A growing time of our own where it says nothing,
 * or 0, which is no invitation to hammer. Undefined where it did not refuse the call.
 */
export function refusedForMs(outcome: Outcome, throttled: number, timing: Timing, random: number): number | undefined {
  if (outcome.kind === "failure" || !isRefusal(outcome)) return undefined;
  return outcome.retryAfterMs || backoffMs(throttled, timing, random);
}

/** What to do next, from what came of the last request. `random` is 0 to 1. */
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
  // Refused before anything was done: safe to repeat, whatever the call.
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

/** Doubled at each try up to the cap, less up to a quarter of it, so that callers who failed together part. */
export function backoffMs(tries: number, timing: Timing, random: number): number {
  const full = Math.min(timing.retryCapMs, timing.retryBaseMs * 2 ** Math.min(tries, 30));
  return Math.round(full * (1 - random / 4));
}

/**
 * Milliseconds that a `Retry-After` asks for: seconds, or an HTTP date. Nothing where it is neither. A date is by the service's clock, as
 * the answer's own `date` is; `now`, by this machine's, counts where the answer has none.
 */
export function parseRetryAfter(
  header: string | undefined,
  { date, now }: { date?: string; now: number },
): number | undefined {
  const text = header?.trim();
  if (text === undefined || text === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/[a-z]/i.test(text)) return undefined;
  const [until, answered] = [Date.parse(text), Date.parse(date ?? "")];
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(answered) ? now : answered));
}
