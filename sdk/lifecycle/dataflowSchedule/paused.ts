import { harmless, harmlessProse } from "../../common/harmless";
import { isoTime } from "../../common/times";
import { newestFirst } from "../../fabric/jobTimes";
import { jobOutcome, sameJobType, type JobInstance } from "../../fabric/jobTypes";
import type { Schedule } from "../../fabric/scheduleTypes";
import type { Inputs } from "../../model/dataflowSchedule";
import { errorText } from "../../common/text";
import type { Context } from "../context";
import { target } from "./inputs";

const MAX_RUNS = 5;

/**
 * Warns if a schedule is off although the program wants it on. Somebody turned it off, or Fabric paused it after
 * continuous failure, which it reports only to the owner, by mail. The warning lists the failed runs, so that a person
 * can see which it was.
 */
export async function warnIfPaused(context: Context, seen: Schedule, declared: Inputs): Promise<void> {
  if (seen.enabled !== false || declared.enabled === false) return;
  context.warn(
    "the schedule is off, and the program wants it on. Either somebody turned it off, or Fabric paused it after continuous failure (every run of 72 hours failed, at least 6, or of 168 hours, at least 5). " +
      `${await failures(context, declared)}First fix what makes the runs fail: the next \`pulumi up\` turns the schedule on as declared.`,
  );
}

async function failures(context: Context, declared: Inputs): Promise<string> {
  const [workspaceId, dataflowId, jobType] = target(declared);
  const runs: JobInstance[] = [];
  try {
    for await (const run of context.runClient.jobs.list(workspaceId, dataflowId, { signal: context.signal }))
      if (sameJobType(run.jobType, jobType) && jobOutcome(run.status) === "failed") runs.push(run);
  } catch (error) {
    return `Its runs could not be read (${errorText(error)}). `;
  }
  const lines = newestFirst(runs)
    .slice(0, MAX_RUNS)
    .map(({ id, startTimeUtc, failureReason }) =>
      [`  ${isoTime(startTimeUtc) ?? "not begun"} ${harmless(id)}`, harmlessProse(failureReason?.errorCode ?? "")]
        .filter(Boolean)
        .join(": "),
    );
  return lines.length === 0 ? "No run of it failed recently. " : `The newest failed runs:\n${lines.join("\n")}\n`;
}
