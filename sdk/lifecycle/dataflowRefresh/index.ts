import { DECLARATION } from "../../model/declaration";
import { FabricError } from "../../fabric/errors";
import { problemText, type Problem } from "../../common/problem";
import type { CheckAnswer, Context, DiffAnswer, Lifecycle, Reporter } from "../context";
import { secretPathsOf } from "../declaration";
import { isForgotten, isTerminal } from "../jobs";
import { parametersOf } from "../knownParameters";
import { assertState } from "../state";
import { containsUnknown, equal, isObject, text, without, type Props } from "../values";
import { checkArguments, timeoutMs } from "./inputs";
import { DEFAULT_EXECUTE_OPTION } from "../executionData";
import { awaitRun, outputs, startAndAwait, UNKNOWN_END } from "./run";

/** A change of any of these asks for another run. */
const REPLACING = ["workspaceId", "dataflowId", "triggers", "jobType", "executeOption", "parameters", "owner"] as const;
const OUTPUTS = [
  "stateVersion",
  "jobInstanceId",
  "status",
  "startTimeUtc",
  "endTimeUtc",
  "rootActivityId",
  "failureReason",
] as const;

async function check(_olds: Props, news: Props, report: Reporter): Promise<CheckAnswer> {
  const problems = [...checkArguments(news), ...checkAgainstDefinition(news)];
  for (const problem of problems.filter(({ severity }) => severity === "warning")) report.warn(problemText(problem));
  return { inputs: news, problems: problems.filter(({ severity }) => severity === "error") };
}

/** Where the dataflow's definition was looked at in this process, its parameters are known. */
function checkAgainstDefinition({ dataflowId, parameters }: Props): Problem[] {
  const known = parametersOf(dataflowId);
  if (!known || !isObject(parameters) || containsUnknown(parameters)) return [];
  const { checkRunParameters } =
    require("../../definition/runParameters") as typeof import("../../definition/runParameters");
  return checkRunParameters(parameters, known);
}

function diff(_id: string, olds: Props, news: Props): DiffAnswer {
  assertState(olds, "workspaceId", "dataflowId");
  const [before, after] = [withDefaults(olds), withDefaults(news)];
  const replaces = REPLACING.filter((key) => containsUnknown(after[key]) || !equal(before[key], after[key]));
  if (replaces.length > 0) return { replaces: [...replaces] };
  const status = text(olds.status) ?? "";
  // An update cannot change an id, and another run has another one.
  if (status === UNKNOWN_END || (isTerminal(status) && status !== "Completed"))
    return { changes: true, replaces: ["status"] };
  if (!isTerminal(status) && news.waitForCompletion !== false) return { changes: true };
  return equal(inputsOf(olds), inputsOf(news)) ? { changes: false } : {};
}

/** A default that a program writes out asks for no run. */
const withDefaults = (props: Props): Props => ({
  ...props,
  jobType: props.jobType ?? "Refresh",
  executeOption: props.executeOption ?? DEFAULT_EXECUTE_OPTION,
});

const inputsOf = (props: Props): Props => ({
  ...without(props, ...OUTPUTS, "__provider", DECLARATION),
  secrets: secretPathsOf(props),
});

/** Settings changed, or a run whose end is not known is awaited: none is started. */
async function update(id: string, olds: Props, news: Props, context: Context): Promise<Props> {
  assertState(olds, "workspaceId", "dataflowId");
  const run = { id, jobInstanceId: text(olds.jobInstanceId) || id };
  const known = { ...news, ...Object.fromEntries(OUTPUTS.map((key) => [key, olds[key]])) };
  if (isTerminal(text(olds.status) ?? "") || news.waitForCompletion === false) return known;
  return awaitRun(context, news, run, Date.now() + timeoutMs(news));
}

/** An instance that fell out of Fabric's history is no drift. */
async function read(id: string, outs: Props, context: Context): Promise<{ outs: Props; inputs: Props }> {
  assertState(outs, "workspaceId", "dataflowId");
  const inputs = without(outs, ...OUTPUTS);
  if (isTerminal(text(outs.status) ?? "")) return { outs, inputs };
  const run = { id, jobInstanceId: text(outs.jobInstanceId) || id };
  try {
    const instance = await context.runClient.jobs.get(
      text(outs.workspaceId) ?? "",
      text(outs.dataflowId) ?? "",
      run.jobInstanceId,
      {
        signal: context.signal,
      },
    );
    return { outs: outputs(inputs, run, instance), inputs };
  } catch (e) {
    if (isForgotten(e)) return { outs, inputs };
    throw e;
  }
}

/** A run is not undone; one that is going is cancelled only where asked to, and never one that somebody else started. */
async function remove(id: string, olds: Props, context: Context): Promise<void> {
  assertState(olds, "workspaceId", "dataflowId");
  const jobInstanceId = text(olds.jobInstanceId) || id;
  if (olds.cancelOnDelete !== true || isTerminal(text(olds.status) ?? "")) return;
  await context.runClient.jobs
    .cancel(text(olds.workspaceId) ?? "", text(olds.dataflowId) ?? "", jobInstanceId, { signal: context.signal })
    .catch((e: unknown) => {
      const over = isForgotten(e) || (e instanceof FabricError && e.errorCode === "JobAlreadyCompleted");
      if (!over) throw e;
    });
}

export const dataflowRefresh: Lifecycle = {
  check,
  diff,
  create: (inputs, context) => startAndAwait(context, inputs),
  read,
  update,
  delete: remove,
};
