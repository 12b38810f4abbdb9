import { monotonicMs, wallTimeMs } from "../common/clock";

/** The clock of a client. Tests replace it. */
export interface Clock {
  /** Monotonic milliseconds from an arbitrary origin. Every wait is measured with them. */
  now(): number;
  /** Milliseconds since the epoch, by this machine's clock. It can be set at any moment, so compare it only with times of the service. */
  wallTime(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest timer of Node, in milliseconds. A longer one fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: monotonicMs,
  wallTime: wallTimeMs,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
        Math.min(Math.max(ms, 0), LONGEST_TIMER_MS),
      );
      signal?.addEventListener("abort", stop, { once: true });
    }),
};

/** How long the client waits, in milliseconds. */
export interface Timing {
  /**
   * The first wait before a retry, if the service does not name a time. It doubles each time.
   * @default 1000
   */
  retryBaseMs: number;
  /**
   * The longest wait before a retry, if the service does not name a time.
   * @default 30000
   */
  retryCapMs: number;
  /**
   * The first wait before a poll, if the service does not name a time. It grows by half each time.
   * @default 1500
   */
  pollIntervalMs: number;
  /**
   * The longest wait before a poll, if the service does not name a time.
   * @default 30000
   */
  pollCapMs: number;
  /**
   * The longest wait before a poll, even if `Retry-After` is longer: one absurd value would delay the end for hours.
   * @default 300000
   */
  pollLongestMs: number;
  /**
   * How long one request may take. After that, the client treats the response as lost.
   * @default 120000
   */
  attemptMs: number;
  /**
   * How long a job instance or operation may be unknown (404): just after it was accepted, or between two polls.
   * @default 60000
   */
  unknownGraceMs: number;
  /**
   * How long a new item or run can be missing from lists.
   * @default 20000
   */
  listLagMs: number;
  /**
   * How long the service can refuse a new workspace, item or connection, for example because the workspace has no capacity yet.
   * @default 120000
   */
  settleMs: number;
  /**
   * How long a wait tolerates polls without a usable response.
   * @default 600000
   */
  outageMs: number;
}

export const defaultTiming: Timing = {
  retryBaseMs: 1_000,
  retryCapMs: 30_000,
  pollIntervalMs: 1_500,
  pollCapMs: 30_000,
  pollLongestMs: 300_000,
  attemptMs: 120_000,
  unknownGraceMs: 60_000,
  listLagMs: 20_000,
  settleMs: 120_000,
  outageMs: 600_000,
};
