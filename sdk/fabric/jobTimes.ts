import type { ClientContext } from "./clientContext";
import type { JobInstance } from "./jobTypes";
import { utcTime } from "../common/times";

/** Returns the milliseconds from start to end, or until `now` if the run is active. Undefined if it has not begun. */
export function durationMs({ startTimeUtc, endTimeUtc }: JobInstance, now: number): number | undefined {
  const start = utcTime(startTimeUtc);
  return start === undefined ? undefined : Math.max(0, (utcTime(endTimeUtc) ?? now) - start);
}

/** Sorts runs, the newest first. A run that has not begun is the newest. */
export const newestFirst = (runs: readonly JobInstance[]): JobInstance[] =>
  [...runs].sort((a, b) => (utcTime(b.startTimeUtc) ?? Infinity) - (utcTime(a.startTimeUtc) ?? Infinity) || 0);

/** True if a run may have begun after `since`, a time of this machine's monotonic clock. */
export function mayHaveBegunAfter(
  { startTimeUtc, endTimeUtc }: JobInstance,
  since: number,
  { clock, learned }: ClientContext,
): boolean {
  const [began, ended] = [utcTime(startTimeUtc), utcTime(endTimeUtc)];
  if (began === undefined) return true;
  const cutMs = /\.\d/.test(startTimeUtc ?? "") ? 0 : 1_000;
  if (began + cutMs < learned.serviceClock.earliest(since)) return false;
  // The run cannot have taken longer than the time since then, even if the clocks differ.
  return ended === undefined || ended - began <= clock.now() - since + cutMs;
}
