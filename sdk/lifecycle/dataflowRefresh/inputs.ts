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
      error(key, "cannot go with owner, which selects the first published form of the call: remove one of them"),
    ),
];

/** Where a run is started. */
export const target = ({ workspaceId, dataflowId }: Inputs): [workspaceId: string, dataflowId: string] => [
  workspaceId,
  dataflowId,
];

export const jobName = ({ jobType }: Inputs): string => (jobType === "Publish" ? "publish" : "refresh");
