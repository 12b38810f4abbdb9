import { monotonicMs } from "../../common/clock";
import { FabricError } from "../../fabric/errors";
import { equal } from "../../common/objects";
import { error, problemText, type Problem } from "../../common/problem";
import { checkComputed } from "../../model/checks";
import { keys, type Inputs, type Outputs } from "../../model/dataflowRefresh";
import { argumentsOf, keysWith } from "../../model/keys";
import type { CheckResult, Context, DiffResult, Lifecycle, Read, Reporter, Unchecked } from "../context";
import { importOption, secretPathsOf, urnOf } from "../declaration";
import { differing } from "../differing";
import { isTerminal } from "../jobs";
import { isForgotten } from "../serviceErrors";
import { parametersOf } from "../knownParameters";
import { noting } from "../startedRuns";
import { assertRead, assertState, isTyped, notThere } from "../state";
import { containsUnknown, isObject, pick, asText, without } from "../values";
import { checkArguments, timeoutMs } from "./inputs";
import { DEFAULT_EXECUTE_OPTION } from "../executionData";
import { runRequest } from "./leftRun";
import { awaitRun, mayLackBindings, outputs, runAgain, startAndAwait, UNKNOWN_END, type Bindings } from "./run";

const REPLACING = keysWith(keys, { step: "replace" });
const ARGUMENTS = argumentsOf(keys);
const OUTPUTS = keysWith(keys, { kind: "output" });

async function check(olds: Partial<Inputs>, news: Unchecked<Inputs>, report: Reporter): Promise<CheckResult<Inputs>> {
  const problems = [
    ...checkArguments(news),
    ...checkComputed(keys, olds, news),
    ...checkImport(news),
    ...checkAgainstDefinition(news),
  ];
  for (const problem of problems.filter(({ severity }) => severity === "warning")) report.warn(problemText(problem));
  return { inputs: news, problems: problems.filter(({ severity }) => severity === "error") };
}

const checkImport = (news: Unchecked<Inputs>): Problem[] =>
  importOption(news).import === undefined ? [] : [error("import", NO_IMPORT)];

const NO_IMPORT = "remove it: a run cannot be imported, and the refresh starts a run of its own";

/** Checks run parameters against the dataflow's definition, if this process read it. */
function checkAgainstDefinition({ dataflowId, jobType, owner, parameters = {} }: Unchecked<Inputs>): Problem[] {
  const known = jobType === "Publish" || owner !== undefined ? undefined : parametersOf(dataflowId);
  if (!known || !isObject(parameters) || containsUnknown(parameters)) return [];
  const { checkRunParameters } =
    require("../../definition/runParameters") as typeof import("../../definition/runParameters");
  return checkRunParameters(parameters, known);
}

/**
 * Which runs must first write the definition again to bind its connections, by URN. `diff` decides it, because a create
 * does not know the run that it replaces.
 */
const bindings = new Map<string | undefined, Bindings>();

function diff(_id: string, olds: Partial<Outputs>, news: Inputs): DiffResult {
  assertState<Outputs>(olds, "workspaceId", "dataflowId");
  const urn = urnOf(news);
  if (urn !== undefined && isSameDataflow(olds, news))
    bindings.set(urn, olds.bindingsWritten === true ? "written" : mayLackBindings(olds) ? "write" : undefined);
  const replaces = differing(keys, REPLACING, withDefaults(olds), withDefaults(news));
  if (replaces.length > 0) return { replaces };
  const { status } = olds;
  // An update cannot change an id, and another run has another id.
  if (status === UNKNOWN_END || (isTerminal(status) && status !== "Completed"))
    return { changes: true, replaces: ["status"] };
  if (!isTerminal(status) && news.waitForCompletion !== false) return { changes: true };
  const same = differing(keys, ARGUMENTS, olds, news).length === 0 && equal(secretPathsOf(olds), secretPathsOf(news));
  return same ? { changes: false } : {};
}

const isSameDataflow = (olds: Inputs, news: Inputs): boolean =>
  differing(keys, ["dataflowId"], olds, news).length === 0;

/** Fills in defaults: a default that a program writes out starts no run. */
const withDefaults = (props: Inputs): Inputs => ({
  ...props,
  jobType: props.jobType ?? "Refresh",
  executeOption: props.executeOption ?? DEFAULT_EXECUTE_OPTION,
});

/** Reads the run from outputs, which somebody may have edited. */
const runOf = (id: string, { jobInstanceId, bindingsWritten }: Outputs) => ({
  id,
  jobInstanceId: asText(jobInstanceId) || id,
  bindingsWritten: bindingsWritten === true,
});

/**
 * Stores changed settings, or waits for a run whose end is not known. No run is started, except if a hook repeats an
 * update that failed with its run. Otherwise the next `up` replaces the resource.
 */
async function update(id: string, olds: Partial<Outputs>, news: Inputs, context: Context): Promise<Outputs> {
  assertState<Outputs>(olds, "workspaceId", "dataflowId");
  const run = runOf(id, olds);
  const known = { ...news, ...pick(olds, OUTPUTS) };
  if (isTerminal(olds.status) && olds.status !== "Completed")
    return noting(context, runRequest(news), () => runAgain(context, news, run));
  if (isTerminal(olds.status) || news.waitForCompletion === false) return known;
  return noting(context, runRequest(news), () => awaitRun(context, news, run, monotonicMs() + timeoutMs(news)));
}

/** A run that Fabric's history no longer has is not drift. */
async function read(id: string, outs: Partial<Outputs>, context: Context): Promise<Read<Inputs, Outputs>> {
  assertRead<Outputs>("run", id, outs, "workspaceId", "dataflowId");
  const inputs: Inputs = without(outs, ...OUTPUTS);
  if (isTerminal(outs.status)) return { outs, inputs };
  const run = runOf(id, outs);
  try {
    const instance = await context.runClient.jobs.get(outs.workspaceId, outs.dataflowId, run.jobInstanceId, {
      signal: context.signal,
    });
    return { outs: outputs(inputs, run, instance), inputs };
  } catch (error) {
    if (isForgotten(error) && isTyped(outs)) throw notThere("run", id, error);
    if (isForgotten(error)) return { outs, inputs };
    throw error;
  }
}

/**
 * A run cannot be undone. An active run is cancelled only if the program asks for it, and never if somebody else
 * started it.
 */
async function remove(id: string, olds: Partial<Outputs>, context: Context): Promise<void> {
  assertState<Outputs>(olds, "workspaceId", "dataflowId");
  const { jobInstanceId } = runOf(id, olds);
  if (olds.cancelOnDelete !== true || isTerminal(olds.status)) return;
  await context.runClient.jobs
    .cancel(olds.workspaceId, olds.dataflowId, jobInstanceId, { signal: context.signal })
    .catch((error: unknown) => {
      const over = isForgotten(error) || (error instanceof FabricError && error.errorCode === "JobAlreadyCompleted");
      if (!over) throw error;
    });
}

export const dataflowRefresh: Lifecycle<Inputs, Outputs> = {
  check,
  diff,
  create: (inputs, context) => startAndAwait(context, inputs, bindings.get(urnOf(inputs))),
  read,
  import: () => Promise.reject(new Error(NO_IMPORT)),
  update,
  delete: remove,
};
