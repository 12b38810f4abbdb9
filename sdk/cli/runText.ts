import { harmless, harmlessProse } from "../common/harmless";
import { isoTime } from "../common/times";
import { durationMs } from "../fabric/jobTimes";
import { jobOutcome, sameJobType, type JobInstance } from "../fabric/jobTypes";
import { formatElapsed } from "../common/durations";

export const jobName = ({ jobType }: JobInstance): string =>
  sameJobType(jobType, "Refresh") ? "Refresh" : sameJobType(jobType, "Publish") ? "Publish" : jobType;

/** Returns Fabric's own reason; empty if there is none. */
export function reasonOf({ failureReason }: JobInstance): string {
  const { errorCode, message, requestId } = failureReason ?? {};
  const reason = [errorCode, message].filter(Boolean).join(": ");
  return reason && requestId ? `${reason} (request ${requestId})` : reason;
}

export const failed = (run: JobInstance): boolean => ["failed", "cancelled"].includes(jobOutcome(run.status));

/** "Refresh Completed, 2026-01-31T06:00:00Z, 2 min 5 s". */
export function runLine(run: JobInstance, now: number): string {
  const took = durationMs(run, now);
  const reason = reasonOf(run);
  return [
    harmless(`${jobName(run)} ${run.status}`),
    isoTime(run.startTimeUtc),
    took === undefined ? undefined : formatElapsed(took),
    harmlessProse(reason) || undefined,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}
