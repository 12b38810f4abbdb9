import type { StartedJob } from "../../fabric/jobTypes";
import { keys, type Inputs } from "../../model/dataflowRefresh";
import { keysWith } from "../../model/keys";
import type { Context } from "../context";
import { isTerminal, rememberRun } from "../jobs";
import { isForgotten } from "../serviceErrors";
import { leftRun, type RunRequest } from "../startedRuns";
import { pick } from "../values";
import { jobName, target } from "./inputs";

/** Returns the request for the declared run. A change of these keys needs another run. */
export const runRequest = (inputs: Inputs): RunRequest => ({
  resource: inputs,
  itemId: inputs.dataflowId,
  jobType: inputs.jobType ?? "Refresh",
  by: pick(inputs, keysWith(keys, { step: "replace" })),
});

/** Returns the run that a killed `up` started; undefined if there is none, or if it did not complete. */
export async function findLeft(context: Context, inputs: Inputs): Promise<StartedJob | undefined> {
  const jobInstanceId = leftRun(runRequest(inputs));
  if (jobInstanceId === undefined) return undefined;
  const { signal } = context;
  const run = await context.runClient.jobs.get(...target(inputs), jobInstanceId, { signal }).catch((error: unknown) => {
    if (!isForgotten(error)) throw error;
  });
  if (!run || (isTerminal(run.status) && run.status !== "Completed")) return undefined;
  rememberRun(jobInstanceId);
  context.info(`a killed \`up\` started the ${jobName(inputs)} ${jobInstanceId}: no other run is started`);
  return { jobInstanceId };
}
