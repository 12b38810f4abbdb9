import type { Problem } from "../../common/problem";
import type { DataflowJobType } from "../../fabric/jobTypes";
import type { NewSchedule } from "../../fabric/scheduleTypes";
import { checkKeys } from "../../model/checks";
import { keys, type Inputs } from "../../model/dataflowSchedule";
import { keysWith } from "../../model/keys";
import type { Unchecked } from "../context";
import { differing } from "../differing";
import { checkPublish, executionData } from "../executionData";
import { normalSchedule } from "./normal";

export const checkArguments = (news: Unchecked<Inputs>): Problem[] => [...checkKeys(keys, news), ...checkPublish(news)];

export const target = ({
  workspaceId,
  dataflowId,
  jobType = "Refresh",
}: Inputs): [workspaceId: string, dataflowId: string, jobType: DataflowJobType] => [workspaceId, dataflowId, jobType];

/** The arguments that make another schedule: Fabric keeps it below its item and its job. A default that is written out makes none. */
export const replacing = (olds: Inputs, news: Inputs): string[] =>
  differing(
    keys,
    keysWith(keys, { step: "replace" }),
    { jobType: "Refresh", ...olds },
    { jobType: "Refresh", ...news },
  );

export function toRequest(inputs: Inputs): NewSchedule {
  const data = executionData(inputs);
  return {
    enabled: inputs.enabled !== false,
    configuration: normalSchedule(inputs.schedule),
    ...(data && { executionData: data }),
  };
}
