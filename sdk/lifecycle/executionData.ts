import { error, type Problem } from "../common/problem";

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
