import { sameJobType, type DataflowJobType } from "../../fabric/jobTypes";
import type { NewSchedule } from "../../fabric/scheduleTypes";
import type { Problem } from "../../common/problem";
import { flag, guid, oneOf, optional, required } from "../arguments";
import { importOption } from "../declaration";
import { checkExecution, executionData } from "../executionData";
import { text, type Props } from "../values";
import { checkConfiguration } from "./configuration";
import { normalConfiguration } from "./normal";

export const checkArguments = (news: Props): Problem[] => [
  ...required(news, "workspaceId", guid),
  ...required(news, "dataflowId", guid),
  ...optional(importOption(news), "import", guid),
  ...optional(news, "jobType", (value, place) => oneOf(value, place, ["Refresh", "Publish"])),
  ...optional(news, "enabled", flag),
  ...required(news, "schedule", checkConfiguration),
  ...checkExecution(news),
];

const jobType = (props: Props): DataflowJobType => (props.jobType === "Publish" ? "Publish" : "Refresh");

export const target = (props: Props): [workspaceId: string, dataflowId: string, jobType: DataflowJobType] => [
  text(props.workspaceId) ?? "",
  text(props.dataflowId) ?? "",
  jobType(props),
];

const sameId = (one: unknown, other: unknown): boolean => text(one)?.toLowerCase() === text(other)?.toLowerCase();

/** The arguments that make another schedule: Fabric keeps it below its item and its job. */
export const replacing = (olds: Props, news: Props): string[] => [
  ...["workspaceId", "dataflowId"].filter((key) => !sameId(olds[key], news[key])),
  ...(sameJobType(text(olds.jobType) ?? "Refresh", text(news.jobType) ?? "Refresh") ? [] : ["jobType"]),
];

export function toRequest(inputs: Props): NewSchedule {
  const data = executionData(inputs);
  return {
    enabled: inputs.enabled !== false,
    configuration: normalConfiguration(inputs.schedule) as unknown as NewSchedule["configuration"],
    ...(data && { executionData: data }),
  };
}
