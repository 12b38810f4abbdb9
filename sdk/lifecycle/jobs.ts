import { adviceFor } from "../fabric/errorAdvice";
import { jobOutcome, type DataflowJobType, type JobInstance, type StartedJob } from "../fabric/jobTypes";
import type { Context } from "./context";
import { lookAgain } from "./lookAgain";
import { mayHaveTakenEffect } from "./lostAnswer";

/** Whether an instance has ended, whatever way. */
export const isTerminal = (status: unknown): boolean => typeof status === "string" && jobOutcome(status) !== "running";

/** Fabric's own reason, as the end of a sentence, and what to do about it. */
export function failureText({ failureReason }: Pick<JobInstance, "failureReason">): string {
  if (!failureReason) return "";
  const { errorCode, message, requestId } = failureReason;
  const reason = [errorCode, message].filter(Boolean).join(": ");
  const advice = adviceFor(errorCode, 0);
  return `: ${reason}${requestId ? ` (request ${requestId})` : ""}${advice ? `\n${advice}` : ""}`;
}

export interface JobStart {
  jobType: DataflowJobType;
  form?: "typed" | "query";
  executionData?: Record<string, unknown>;
  /** Milliseconds since the epoch. */
  deadline: number;
}

/** Runs that this process has met: none of them is what a later start left whose answer was lost. */
const known = new Set<string>();

export const meetRun = (jobInstanceId: string): void => void known.add(jobInstanceId);

/**
 * Starts a job, once. Where the answer was lost, the run that it may have started is looked for in the job list, so that none is started
 * twice.
 */
export async function startJob(...start: Parameters<typeof startOrFind>): Promise<StartedJob> {
  const started = await startOrFind(...start);
  meetRun(started.jobInstanceId);
  return started;
}

async function startOrFind(
  context: Context,
  workspaceId: string,
  id: string,
  { jobType, form = "typed", executionData, deadline }: JobStart,
): Promise<StartedJob> {
  const { runClient, signal } = context;
  const since = Date.now();
  const options = () => ({ timeoutMs: Math.max(1, deadline - Date.now()), signal });
  const start = () => runClient.jobs.start(workspaceId, id, jobType, { form, executionData, ...options() });
  try {
    return await start();
  } catch (e) {
    if (!mayHaveTakenEffect(e)) throw e;
    for await (const _ of lookAgain(context, deadline - Date.now())) {
      const begun = await runClient.jobs.findStartedSince(workspaceId, id, { jobType, since }, options());
      const ours = begun.find(
        ({ id, status, startTimeUtc }) => !known.has(id) && (startTimeUtc || !isTerminal(status)),
      );
      if (ours) return { jobInstanceId: ours.id };
    }
    return start();
  }
}
