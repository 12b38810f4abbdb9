import type { StartedJob } from "../../fabric/jobTypes";
import { keys, type Inputs } from "../../model/dataflowRefresh";
import { keysWith } from "../../model/keys";
import type { Context } from "../context";
import { isTerminal, meetRun } from "../jobs";
import { isForgotten } from "../serviceErrors";
import { leftRun, type Asked } from "../startedRuns";
import { pick } from "../values";
import { jobName, target } from "./inputs";

/** Another value of these keys asks for another run. */
export const asked = (inputs: Inputs): Asked => ({
  resource: inputs,
  itemId: inputs.dataflowId,
  jobType: inputs.jobType ?? "Refresh",
  by: pick(inputs, keysWith(keys, { step: "replace" })),
});

/** The run that an `up` has started which was killed before it could say so; undefined if it ended otherwise than well. */
export async function findLeft(context: Context, inputs: Inputs): Promise<StartedJob | undefined> {
  const jobInstanceId = leftRun(asked(inputs));
  if (jobInstanceId === undefined) return undefined;
  const { signal } = context;
  const run = await context.runClient.jobs.get(...target(inputs), jobInstanceId, { signal }).catch((error: unknown) => {
    if (!isForgotten(error)) throw error;
  });
  if (!run || (isTerminal(run.status) && run.status !== "Completed")) return undefined;
  meetRun(jobInstanceId);
  context.info(
    `the ${jobName(inputs)} ${jobInstanceId} was started by an \`up\` that was killed: it counts, and none is started`,
  );
  return { jobInstanceId };
}
