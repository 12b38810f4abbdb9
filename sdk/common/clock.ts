/**
 * Milliseconds from an arbitrary origin that only go forward: for every wait and deadline. `Date.now()` jumps when somebody, or a time
 * server, sets the machine's clock.
 */
export const monotonicMs = (): number => performance.now();

/** Milliseconds since the epoch, by this machine's clock: only to compare with times that others gave. */
export const wallTimeMs = (): number => Date.now();

/** Milliseconds that are left until `deadline`, a time of {@link monotonicMs}. At least 1: a time-out of 0 would be none. */
export const leftUntil = (deadline: number): number => Math.max(1, Math.ceil(deadline - monotonicMs()));
