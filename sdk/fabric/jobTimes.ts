import type { ClientContext } from "./clientContext";
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

/** Whether a run may have begun after `since`, a time of this machine's clock. */
export function mayHaveBegunAfter(
  { startTimeUtc, endTimeUtc }: JobInstance,
  since: number,
  { clock, learned }: ClientContext,
): boolean {
  const [began, ended] = [utcTime(startTimeUtc), utcTime(endTimeUtc)];
  if (began === undefined) return true;
  const cutMs = /\.\d/.test(startTimeUtc ?? "") ? 0 : 1_000;
  if (began + cutMs < learned.serviceClock.earliest(since)) return false;
  // It cannot have taken longer than has passed since, whatever the clocks show.
  return ended === undefined || ended - began <= clock.now() - since + cutMs;
}
