import { error, type Problem } from "../common/problem";
import { oneOf, optional } from "./arguments";
import { isObject, type Props } from "./values";

/** Problems of the arguments that say how a job is to run. */
export const checkExecution = (news: Props): Problem[] => [
  ...optional(news, "executeOption", (value, place) =>
    oneOf(value, place, ["ApplyChangesIfNeeded", "SkipApplyChanges"]),
  ),
  ...optional(news, "parameters", checkParameters),
  ...checkPublish(news),
];

/** What says how a job is to run. */
interface Execution {
  jobType?: "Refresh" | "Publish";
  executeOption?: string;
  parameters?: { [name: string]: unknown };
}

/** A publish takes nothing along. */
export const checkPublish = (news: { [K in keyof Execution]?: unknown }): Problem[] =>
  (news.jobType === "Publish" ? (["parameters", "executeOption"] as const) : [])
    .filter((key) => news[key] !== undefined)
    .map((key) => error(key, 'belongs to jobType "Refresh"; a publish takes none'));

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

export const DEFAULT_EXECUTE_OPTION = "ApplyChangesIfNeeded";

/** What goes with a job. `executeOption` is always sent, because sources disagree on its default; a publish takes nothing. */
export function executionData(inputs: Execution): Record<string, unknown> | undefined {
  if (inputs.jobType === "Publish") return undefined;
  const parameters = Object.entries(inputs.parameters ?? {});
  return {
    executeOption: inputs.executeOption ?? DEFAULT_EXECUTE_OPTION,
    ...(parameters.length > 0 && {
      parameters: parameters.map(([parameterName, value]) => ({ parameterName, type: "Automatic", value })),
    }),
  };
}
