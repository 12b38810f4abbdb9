import { error, type Problem } from "../common/problem";

/** The inputs that decide how a job runs. */
interface Execution {
  jobType?: "Refresh" | "Publish";
  executeOption?: string;
  parameters?: { [name: string]: unknown };
}

/** Problems of keys that a publish does not take. */
export const checkPublish = (news: { [K in keyof Execution]?: unknown }): Problem[] =>
  (news.jobType === "Publish" ? (["parameters", "executeOption"] as const) : [])
    .filter((key) => news[key] !== undefined)
    .map((key) => error(key, 'is only for jobType "Refresh"; remove it, because a publish takes none'));

export const DEFAULT_EXECUTE_OPTION = "ApplyChangesIfNeeded";

/**
 * Returns the execution data of a job. `executeOption` is always sent, because sources disagree on its default. A
 * publish takes none.
 */
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
