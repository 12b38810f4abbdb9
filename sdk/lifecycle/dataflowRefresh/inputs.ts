import { error, type Problem } from "../../common/problem";
import { checkKeys } from "../../model/checks";
import { keys, type Inputs } from "../../model/dataflowRefresh";
import type { Unchecked } from "../context";
import { parseDuration } from "../../common/durations";
import { checkPublish } from "../executionData";

const DEFAULT_TIMEOUT_MS = 24 * 3_600_000;

export const timeoutMs = ({ timeout = "" }: Inputs): number => parseDuration(timeout) ?? DEFAULT_TIMEOUT_MS;

export const checkArguments = (news: Unchecked<Inputs>): Problem[] => [
  ...checkKeys(keys, news),
  ...checkPublish(news),
  ...(news.owner === undefined ? [] : (["parameters", "executeOption"] as const))
    .filter((key) => news[key] !== undefined)
    .map((key) =>
      error(key, "remove it or owner: with owner the call has its first published form, which takes neither"),
    ),
];

/** The ids of the dataflow that runs. */
export const target = ({ workspaceId, dataflowId }: Inputs): [workspaceId: string, dataflowId: string] => [
  workspaceId,
  dataflowId,
];

export const jobName = ({ jobType }: Inputs): string => (jobType === "Publish" ? "publish" : "refresh");
