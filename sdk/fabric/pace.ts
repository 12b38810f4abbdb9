/**
 * What one rate-limit group has learned of the service's limit, from responses alone: no number is assumed. Plain values, so that
 * each decision can be tested without a clock.
 */
export interface Pace {
  /** The most calls under way at once. */
  readonly concurrent: number;
  /** Calls that good responses allow at once: 1 after a pause, and one more with each. */
  readonly ramp: number;
  /** No call is sent before, in milliseconds of the monotonic clock. */
  readonly pausedUntil: number;
  /** Pauses so far. A response to a call that was sent before a pause says nothing about the time after it. */
  readonly pauses: number;
  /** Calls that the service took since the last pause. */
  readonly taken: number;
  /** Calls that it took before it last refused one. A hint: others may use the same identity. */
  readonly hint: number;
}

export const firstPace = (concurrent: number): Pace => ({
  concurrent,
  ramp: concurrent,
  pausedUntil: -Infinity,
  pauses: 0,
  taken: 0,
  hint: Infinity,
});

/** Calls that are still missing to the hint for which one call at once is allowed: each refused one costs as much as a good one. */
const CALLS_PER_STEP = 2;

/** How many calls may be under way at once, where `underWay` are. */
export function atOnce({ concurrent, ramp, taken, hint }: Pace, underWay: number): number {
  const missing = hint - taken - underWay;
  // Up to the hint ever fewer, so that the refusal meets few. Past it ever more: then the hint was wrong.
  const near =
    missing > 0 ? Math.ceil(missing / CALLS_PER_STEP) : 1 + Math.floor((2 * (taken - hint)) / Math.max(1, hint));
  return Math.max(1, Math.min(concurrent, ramp, near));
}

/** The service took a call that was sent after so many pauses. `good`: it did not fail either. */
export function afterTaken(pace: Pace, sentAfter: number, good: boolean): Pace {
  // It belongs to the calls that were taken before the refusal.
  if (sentAfter !== pace.pauses) return { ...pace, hint: pace.hint + (sentAfter === pace.pauses - 1 ? 1 : 0) };
  return { ...pace, taken: pace.taken + 1, ramp: Math.min(pace.concurrent, pace.ramp + (good ? 1 : 0)) };
}

/** The service refused a call (429) that was sent after so many pauses, and wants none before `until`. */
export function afterRefusal(pace: Pace, sentAfter: number, until: number): Pace {
  const pausedUntil = Math.max(pace.pausedUntil, until);
  // Of several that were refused together, the first begins the pause.
  if (sentAfter !== pace.pauses) return { ...pace, pausedUntil };
  // A pause that was too short tells nothing of the number.
  const hint = pace.taken === 0 ? pace.hint : pace.taken;
  return { ...pace, pausedUntil, pauses: pace.pauses + 1, ramp: 1, taken: 0, hint };
}
