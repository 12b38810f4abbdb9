import { leftUntil, monotonicMs } from "../../common/clock";
import { harmless } from "../../common/harmless";
import { DeadlineError, FabricError } from "../../fabric/errors";
import { jobOutcome, sameJobType, type JobInstance } from "../../fabric/jobTypes";
import type { Inputs } from "../../model/dataflow";
import { progressOf, type Context } from "../context";
import { isForgotten } from "../serviceErrors";
import { timeoutMs } from "./timeouts";

/**
 * With `waitForRun`: waits for active runs of the dataflow, so that no run begins on one definition and ends on
 * another. With `cancelRuns` it cancels them first. Lists again until no run is active. Schedules are not changed.
 * Returns true if any run was active.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-job-instances
 */
export async function awaitRuns(context: Context, id: string, news: Inputs): Promise<boolean> {
  if (news.waitForRun !== true) return false;
  const deadline = monotonicMs() + timeoutMs(news, "update");
  let met = false;
  for (;;) {
    const going = await runsGoing(context, id, news, deadline);
    if (going.length === 0) return met;
    met = true;
    for (const run of going) await end(context, id, news, run, deadline);
  }
}

async function runsGoing(context: Context, id: string, news: Inputs, deadline: number): Promise<JobInstance[]> {
  const going: JobInstance[] = [];
  const options = { timeoutMs: leftUntil(deadline), signal: context.signal };
  for await (const run of context.runClient.jobs.list(news.workspaceId, id, options))
    if (jobOutcome(run.status) === "running") going.push(run);
  return going;
}

async function end(context: Context, id: string, news: Inputs, run: JobInstance, deadline: number): Promise<void> {
  const { jobs } = context.runClient;
  const { workspaceId, cancelRuns } = news;
  const what = `the ${sameJobType(run.jobType, "Execute") ? "refresh" : "publish"} ${harmless(run.id)}`;
  context.info(
    `${what} is active; ${cancelRuns === true ? "cancels it" : "waits for its end"} before the definition is written`,
  );
  try {
    if (cancelRuns === true)
      await jobs
        .cancel(workspaceId, id, run.id, { timeoutMs: leftUntil(deadline), signal: context.signal })
        .catch((error: unknown) => {
          if (!(error instanceof FabricError && error.errorCode === "JobAlreadyCompleted")) throw error;
        });
    await jobs.wait(workspaceId, id, run.id, {
      timeoutMs: leftUntil(deadline),
      signal: context.signal,
      onProgress: progressOf(context, "waiting for an active run"),
    });
  } catch (error) {
    if (isForgotten(error)) return;
    if (!(error instanceof DeadlineError)) throw error;
    throw new Error(
      `${what} did not end in time, and nothing was written. Give it more time (timeouts: { update: "3h" }), or cancel it (cancelRuns: true)`,
      { cause: error },
    );
  }
}
