import { error, type Problem } from "../../definition/problem";
import { parseDuration } from "../durations";
import { duration, flag, guid, oneOf, optional, required } from "../arguments";
import { isObject, text, type Props } from "../values";

const DEFAULT_TIMEOUT_MS = 24 * 3_600_000;

export const timeoutMs = (props: Props): number => parseDuration(text(props.timeout) ?? "") ?? DEFAULT_TIMEOUT_MS;

export const checkArguments = (news: Props): Problem[] => [
  ...required(news, "workspaceId", guid),
  ...required(news, "dataflowId", guid),
  ...optional(news, "jobType", (value, place) => oneOf(value, place, ["Refresh", "Publish"])),
  ...optional(news, "executeOption", (value, place) =>
    oneOf(value, place, ["ApplyChangesIfNeeded", "SkipApplyChanges"]),
  ),
  ...optional(news, "timeout", duration),
  ...optional(news, "triggers", (value, place) =>
    Array.isArray(value) ? [] : [error(place, "must be a list of values")],
  ),
  ...["waitForCompletion", "cancelOnDelete", "cancelOnTimeout", "cancelOnInterrupt"].flatMap((key) =>
    optional(news, key, flag),
  ),
  ...checkForms(news),
  ...optional(news, "owner", checkOwner),
  ...optional(news, "parameters", checkParameters),
];

function checkForms(news: Props): Problem[] {
  const problems: Problem[] = [];
  if (news.jobType === "Publish")
    for (const key of ["parameters", "executeOption"])
      if (news[key] !== undefined) problems.push(error(key, 'belongs to jobType "Refresh"; a publish takes none'));
  if (news.owner !== undefined)
    for (const key of ["parameters", "executeOption"])
      if (news[key] !== undefined)
        problems.push(
          error(key, "cannot go with owner, which selects the first published form of the call: remove one of them"),
        );
  return problems;
}

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

function checkParameters(parameters: unknown): Problem[] {
  if (!isObject(parameters)) return [error("parameters", "must be a map of parameter name to value")];
  return Object.entries(parameters).flatMap(([name, value]) =>
    value === null || ["string", "number", "boolean"].includes(typeof value)
      ? []
      : [
          error(
            `parameters.${name}`,
            "must be a text, a number, true, false or null; write dates and durations as ISO 8601 texts",
          ),
        ],
  );
}
