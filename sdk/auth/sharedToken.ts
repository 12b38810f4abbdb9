import type { AccessToken, Credential } from "./credential";

const LONGEST_LEEWAY_MS = 5 * 60_000;
/** Callers that were refused with the same old token request a new one at almost the same time. */
const SAME_REFUSAL_MS = 5_000;

/**
 * Shares one token among all callers. It is requested once however many callers ask, renewed before it expires, and
 * renewed once for all callers that were refused with it. `acquire` has its own time limit; a caller's signal ends only
 * that caller's wait.
 */
export function shareToken(
  description: string,
  acquire: () => Promise<AccessToken>,
  { now = Date.now, describeToken }: { now?: () => number; describeToken?: (token: string) => string } = {},
): Credential {
  let current: AccessToken | undefined;
  let acquiredAt = 0;
  let underWay: Promise<AccessToken> | undefined;
  /** When a refused token was last replaced. */
  let replacedAt = -Infinity;

  const renew = (isReplacement = false): Promise<AccessToken> => {
    underWay ??= acquire()
      .then((token) => {
        current = token;
        acquiredAt = now();
        if (isReplacement) replacedAt = acquiredAt;
        return token;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };

  const get = async (forceRefresh: boolean): Promise<AccessToken> => {
    if (forceRefresh) {
      if (underWay !== undefined) return underWay;
      if (current !== undefined && now() - replacedAt < SAME_REFUSAL_MS) return current;
      return renew(true);
    }
    if (current !== undefined && !isDue(current, acquiredAt, now())) return current;
    try {
      return await renew();
    } catch (error) {
      // The old token still works for a while, and the next renewal may reach the authority.
      if (current !== undefined && now() < current.expiresOnTimestamp) return current;
      throw error;
    }
  };

  return {
    description,
    get signedInAs() {
      return current && describeToken?.(current.token);
    },
    getToken: ({ signal, forceRefresh = false } = {}) => withSignal(() => get(forceRefresh), signal),
  };
}

/** True if the token must be renewed: five minutes before it expires, or in the last tenth of a short lifetime. */
function isDue(token: AccessToken, acquiredAt: number, now: number): boolean {
  const leeway = Math.min(LONGEST_LEEWAY_MS, (token.expiresOnTimestamp - acquiredAt) / 10);
  return now >= token.expiresOnTimestamp - leeway;
}

function withSignal<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work();
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
