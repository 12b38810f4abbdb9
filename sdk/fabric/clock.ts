import { monotonicMs, wallTimeMs } from "../common/clock";

/** Time, as the client sees it. Tests bring their own. */
export interface Clock {
  /** Milliseconds from an arbitrary origin that only go forward: what every wait is measured by. */
  now(): number;
  /** Milliseconds since the epoch, by this machine's clock, which can be set at any moment. Compared with times of the service alone. */
  wallTime(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longer timers than this fire at once in Node. */
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

/** How long the client waits between tries and looks, in milliseconds. */
export interface Timing {
  /** The first wait before a call is repeated, where the service names none; doubled each time. */
  retryBaseMs: number;
  /** The longest of these waits. */
  retryCapMs: number;
  /** The first wait before a look at an operation or job, where the service names none; grows by half each time. */
  pollIntervalMs: number;
  /** The longest of these waits. */
  pollCapMs: number;
  /** No `Retry-After` makes the client look less often: one absurd value would hide the end. */
  pollLongestMs: number;
  /** How long one request may take before it counts as unanswered. */
  attemptMs: number;
  /** How long a job or operation may be unknown (404) just after it was accepted, or between two looks. */
  unknownGraceMs: number;
  /** How long something new can be missing from lists. */
  listLagMs: number;
  /** How long something new, a workspace without its capacity for instance, can be refused. */
  settleMs: number;
  /** How long a wait goes on while the service gives no usable answer. */
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
