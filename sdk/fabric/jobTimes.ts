import type { JobInstance } from "./jobTypes";
import { utcTime } from "./time";

/** ISO 8601 in UTC with whole seconds. */
export function isoTime(time: string | null | undefined): string | undefined {
  const ms = utcTime(time);
  return ms === undefined ? undefined : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds from start to end, or until `now` where the run is going. Undefined where it has not begun. */
export function durationMs({ startTimeUtc, endTimeUtc }: JobInstance, now: number): number | undefined {
  const start = utcTime(startTimeUtc);
  return start === undefined ? undefined : Math.max(0, (utcTime(endTimeUtc) ?? now) - start);
}

/** Newest first; one that has not begun is the newest. */
export const newestFirst = (runs: readonly JobInstance[]): JobInstance[] =>
  [...runs].sort((a, b) => (utcTime(b.startTimeUtc) ?? Infinity) - (utcTime(a.startTimeUtc) ?? Infinity) || 0);
