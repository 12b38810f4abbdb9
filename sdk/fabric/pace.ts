/**
 * The facts about the service's limit that the calls of one rate-limit group have shown. It learns from responses alone and assumes no
 * number. These are plain values, so that each decision can be tested without a clock.
 */
export interface Pace {
  /** The most calls under way at once. */
  readonly concurrent: number;
  /** How many calls may be under way at once, by the good responses so far: 1 after a pause, and one more with each good response. */
  readonly ramp: number;
  /** The time, in milliseconds of the monotonic clock, before which no call is sent. */
  readonly pausedUntil: number;
  /** The count of pauses so far. A response to a call that was sent before a pause says nothing about the time after it. */
  readonly pauses: number;
  /** Calls that the service took since the last pause. */
  readonly taken: number;
  /** Calls that the service took before its last refusal. It is only a hint: other processes may use the same identity. */
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

/** Near the hint, one call may be under way for every so many calls that are left to it. A refused call costs as much as a good one. */
const CALLS_PER_STEP = 2;

/** Returns how many calls may be under way at once, if `underWay` are now. */
export function atOnce({ concurrent, ramp, taken, hint }: Pace, underWay: number): number {
  const missing = hint - taken - underWay;
  // Fewer and fewer up to the hint, so that the refusal meets few calls. More and more past it, because the hint was wrong then.
  const near =
    missing > 0 ? Math.ceil(missing / CALLS_PER_STEP) : 1 + Math.floor((2 * (taken - hint)) / Math.max(1, hint));
  return Math.max(1, Math.min(concurrent, ramp, near));
}

/** Returns the pace after the service took a call, which was sent after `sentAfter` pauses. `good`: the call did not fail, either. */
export function afterTaken(pace: Pace, sentAfter: number, good: boolean): Pace {
  // A call from before the pause belongs to those that were taken before the refusal.
  if (sentAfter !== pace.pauses) return { ...pace, hint: pace.hint + (sentAfter === pace.pauses - 1 ? 1 : 0) };
  return { ...pace, taken: pace.taken + 1, ramp: Math.min(pace.concurrent, pace.ramp + (good ? 1 : 0)) };
}

/** Returns the pace after the service refused a call (429), which was sent after `sentAfter` pauses. It wants no call before `until`. */
export function afterRefusal(pace: Pace, sentAfter: number, until: number): Pace {
  const pausedUntil = Math.max(pace.pausedUntil, until);
  // If several calls are refused together, only the first begins a pause.
  if (sentAfter !== pace.pauses) return { ...pace, pausedUntil };
  // If no call was taken since the last pause, that pause was too short, and the count does not show the limit.
  const hint = pace.taken === 0 ? pace.hint : pace.taken;
  return { ...pace, pausedUntil, pauses: pace.pauses + 1, ramp: 1, taken: 0, hint };
}
