import type { Problem } from "../../common/problem";
import { unknownKeyText } from "../../common/unknownKeys";
import type { DataflowJobType } from "../../fabric/jobTypes";
import type { NewSchedule } from "../../fabric/scheduleTypes";
import { checkKeys } from "../../model/checks";
import { DEPLOYMENT_TYPE } from "../../model/dataflowDeployment";
import { keys, type Inputs } from "../../model/dataflowSchedule";
import { argumentsOf, keysWith } from "../../model/keys";
import type { Context, Unchecked } from "../context";
import { urnOf } from "../declaration";
import { differing } from "../differing";
import { checkPublish, executionData } from "../executionData";
import { sentRunParameters } from "../runParameters";
import { normalSchedule } from "./normal";

export const checkArguments = (news: Unchecked<Inputs>): Problem[] => [
  ...checkKeys(keys, news, "", (name) => unknownKeyText(name, argumentsFor(news))),
  ...checkPublish(news),
];

/** A schedule of a deployment takes `options` too, and gets the ids from the deployment. */
const argumentsFor = (news: Unchecked<Inputs>): string[] =>
  urnOf(news)?.includes(`${DEPLOYMENT_TYPE}$`)
    ? [...argumentsOf(keys).filter((name) => name !== "workspaceId" && name !== "dataflowId"), "options"]
    : argumentsOf(keys);

export const target = ({
  workspaceId,
  dataflowId,
  jobType = "Refresh",
}: Inputs): [workspaceId: string, dataflowId: string, jobType: DataflowJobType] => [workspaceId, dataflowId, jobType];

/**
 * Returns the arguments that make another schedule: Fabric keeps schedules below their item and job. A default that is
 * written out does not.
 */
export const replacing = (olds: Inputs, news: Inputs): string[] =>
  differing(
    keys,
    keysWith(keys, { step: "replace" }),
    { jobType: "Refresh", ...olds },
    { jobType: "Refresh", ...news },
  );

/** Returns the request, with run parameters in the service's forms. */
export async function toRequest(inputs: Inputs, { runClient, signal }: Context): Promise<NewSchedule> {
  const [workspaceId, dataflowId] = target(inputs);
  const parameters = await sentRunParameters(runClient, [workspaceId, dataflowId], inputs.parameters, { signal });
  const data = executionData({ ...inputs, parameters });
  return {
    enabled: inputs.enabled !== false,
    configuration: normalSchedule(inputs.schedule),
    ...(data && { executionData: data }),
  };
}
