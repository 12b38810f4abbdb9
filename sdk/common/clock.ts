/**
 * Returns milliseconds from an arbitrary origin that never go back, for waits and deadlines. `Date.now()` jumps when a
 * person or a time server sets the clock.
 */
export const monotonicMs = (): number => performance.now();

/** Returns milliseconds since the epoch by this machine's clock, only to compare with times from elsewhere. */
export const wallTimeMs = (): number => Date.now();

/**
 * Returns the milliseconds until `deadline`, a time of {@link monotonicMs}. At least 1, because 0 would mean no
 * time-out.
 */
export const leftUntil = (deadline: number): number => Math.max(1, Math.ceil(deadline - monotonicMs()));
