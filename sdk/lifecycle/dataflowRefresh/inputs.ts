import { error, type Problem } from "../../common/problem";
import { parseDuration } from "../../common/durations";
import { duration, flag, guid, oneOf, optional, required } from "../arguments";
import { checkExecution } from "../executionData";
import { isObject, text, type Props } from "../values";

const DEFAULT_TIMEOUT_MS = 24 * 3_600_000;

export const timeoutMs = (props: Props): number => parseDuration(text(props.timeout) ?? "") ?? DEFAULT_TIMEOUT_MS;

export const checkArguments = (news: Props): Problem[] => [
  ...required(news, "workspaceId", guid),
  ...required(news, "dataflowId", guid),
  ...optional(news, "jobType", (value, place) => oneOf(value, place, ["Refresh", "Publish"])),
  ...optional(news, "timeout", duration),
  ...optional(news, "triggers", (value, place) =>
    Array.isArray(value) ? [] : [error(place, "must be a list of values")],
  ),
  ...["waitForCompletion", "cancelOnDelete", "cancelOnTimeout", "cancelOnInterrupt"].flatMap((key) =>
    optional(news, key, flag),
  ),
  ...checkExecution(news),
  ...checkForms(news),
  ...optional(news, "owner", checkOwner),
];

const checkForms = (news: Props): Problem[] =>
  (news.owner === undefined ? [] : ["parameters", "executeOption"])
    .filter((key) => news[key] !== undefined)
    .map((key) =>
      error(key, "cannot go with owner, which selects the first published form of the call: remove one of them"),
    );

function checkOwner(owner: unknown): Problem[] {
  if (!isObject(owner)) return [error("owner", "must be { dataflowName, userPrincipalName, userObjectId }")];
  return ["dataflowName", "userPrincipalName", "userObjectId"].flatMap((key) =>
    required(owner, key, (value, place) => (typeof value === "string" ? [] : [error(place, "must be a text")])).map(
      (problem) => ({
        ...problem,
        place: `owner.${problem.place}`,
      }),
    ),
  );
}
