import type { JobInstance } from "./jobTypes";
import { utcTime } from "../common/times";

/** Milliseconds from start to end, or until `now` where the run is going. Undefined where it has not begun. */
export function durationMs({ startTimeUtc, endTimeUtc }: JobInstance, now: number): number | undefined {
  const start = utcTime(startTimeUtc);
  return start === undefined ? undefined : Math.max(0, (utcTime(endTimeUtc) ?? now) - start);
}

/** Newest first; one that has not begun is the newest. */
export const newestFirst = (runs: readonly JobInstance[]): JobInstance[] =>
  [...runs].sort((a, b) => (utcTime(b.startTimeUtc) ?? Infinity) - (utcTime(a.startTimeUtc) ?? Infinity) || 0);
