import type { Timing } from "./clock";

/** What came of one request. */
export type Outcome =
  | { kind: "answer"; status: number; errorCode?: string; retryAfterMs?: number }
  | { kind: "failure"; sent: boolean; permanent: boolean };

/**
 * What a call changes: nothing; something, but twice is the same as once; something more each time, as a call that
 * creates or starts does.
 */
export type Effect = "none" | "same" | "more";

export interface RetryFacts {
  effect: Effect;
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
      /** Whether the service refuses every call of this bucket until then. */
      pausesBucket: boolean;
      /** Counts against `maxRetries`; a throttled call goes on until its deadline. */
      counts: "failures" | "throttled";
      mayHaveTakenEffect: boolean;
    };

const throttling = new Set<string | undefined>(["RequestBlocked", "TooManyRequests", "TooManyRequestsForJobs"]);

const isRefusal = ({ status, errorCode }: { status: number; errorCode?: string }): boolean =>
  status === 429 || throttling.has(errorCode);

/**
 * For how long the service wants no call of this bucket: exactly what `Retry-After` says. A growing time of our own where it says nothing,
 * or 0, which is no invitation to hammer. Undefined where it did not refuse the call.
 */
export function refusedForMs(outcome: Outcome, throttled: number, timing: Timing, random: number): number | undefined {
  if (outcome.kind === "failure" || !isRefusal(outcome)) return undefined;
  return outcome.retryAfterMs || backoffMs(throttled, timing, random);
}

/** What to do next, from what came of the last request. `random` is 0 to 1. */
export function decide(outcome: Outcome, facts: RetryFacts, timing: Timing, random: number): Decision {
  const backoff = backoffMs(facts.failures, timing, random);
  const repeatable = facts.effect !== "more";
  if (outcome.kind === "failure") {
    const mayHaveTakenEffect = outcome.sent && facts.effect !== "none";
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
      pausesBucket: true,
    };
  }
  if (errorCode === "ItemDisplayNameNotAvailableYet" && facts.maxRetries > 0)
    return retry("throttled", Math.max(retryAfterMs ?? 0, backoffMs(facts.throttled, timing, random)), false);
  if (status >= 500 || status === 408) {
    const mayHaveTakenEffect = facts.effect !== "none";
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
  return { do: "retry", waitMs, pausesBucket: false, counts, mayHaveTakenEffect };
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
