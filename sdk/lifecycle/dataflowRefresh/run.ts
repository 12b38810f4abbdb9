import { leftUntil, monotonicMs, wallTimeMs } from "../../common/clock";
import { cut } from "../../common/cut";
import { harmless, harmlessValue } from "../../common/harmless";
import { DeadlineError, FabricError, NoResponseError } from "../../fabric/errors";
import type { JobInstance, StartedJob } from "../../fabric/jobTypes";
import { isoTime } from "../../common/times";
import type { Inputs, Outputs } from "../../model/dataflowRefresh";
import type { Context, Created } from "../context";
import { formatElapsed } from "../../common/durations";
import { urnOf } from "../declaration";
import { executionData } from "../executionData";
import { awaitActiveRun, failureText, startJob, type JobStart } from "../jobs";
import { sentRunParameters } from "../runParameters";
import { isForgotten } from "../serviceErrors";
import { PartialFailure } from "../partialFailure";
import { noteRun, noting } from "../startedRuns";
import { STATE_VERSION } from "../state";
import { areBindingsUntried, BINDS_NEXT, bindStored, lacksCredentials } from "../untriedBindings";
import { formerFilesText } from "../formerFiles";
import { jobName, target, timeoutMs } from "./inputs";
import { runRequest, findLeft } from "./leftRun";
import { errorText } from "../../common/text";

/** A run as the state knows it. `id` is the run that create started; `jobInstanceId` is the run that is waited for. */
interface Run {
  id: string;
  jobInstanceId: string;
  /** Milliseconds until the first poll, if the service named them. */
  retryAfterMs?: number;
  /** True if the dataflow's definition was written before this run or an earlier one, to bind its connections. */
  bindingsWritten?: boolean;
}

/** The status of a run that Fabric no longer knows: its end is unknown. */
export const UNKNOWN_END = "Unknown";

/** Returns the call that starts the declared run. */
export function jobStart(inputs: Inputs): Omit<JobStart, "deadline"> {
  const publishes = inputs.jobType === "Publish";
  if (inputs.owner)
    return {
      jobType: publishes ? "Publish" : "Refresh",
      form: "query",
      executionData: {
        DataflowName: inputs.owner.dataflowName,
        OwnerUserPrincipalName: inputs.owner.userPrincipalName,
        OwnerUserObjectId: inputs.owner.userObjectId,
      },
    };
  if (publishes) return { jobType: "ApplyChanges" };
  return { jobType: "Execute", executionData: executionData(inputs) };
}

export const outputs = (inputs: Inputs, run: Run, instance: Partial<JobInstance> = {}): Outputs => ({
  ...inputs,
  stateVersion: STATE_VERSION,
  jobInstanceId: run.jobInstanceId,
  // Texts of the service are made harmless, because the engine prints outputs as they are.
  status: harmless(instance.status ?? "NotStarted"),
  startTimeUtc: isoTime(instance.startTimeUtc),
  endTimeUtc: isoTime(instance.endTimeUtc),
  rootActivityId: harmlessValue(instance.rootActivityId ?? undefined),
  failureReason: keptReason(instance),
  ...(run.bindingsWritten && { bindingsWritten: true }),
});

/** Returns the reason that the state keeps. Code and message come first, so that a cut does not lose them. */
function keptReason({ failureReason }: Partial<JobInstance>): Outputs["failureReason"] {
  if (!failureReason) return undefined;
  const { errorCode, message, requestId } = failureReason;
  return cut(harmlessValue({ errorCode, message, requestId, ...failureReason })) as Outputs["failureReason"];
}

/** Starts the declared run, with its parameters in the service's forms. */
async function start(context: Context, inputs: Inputs, deadline: number): Promise<StartedJob> {
  const { runClient, signal } = context;
  const parameters = await sentRunParameters(runClient, target(inputs), inputs.parameters, { signal });
  const declared = jobStart({ ...inputs, parameters } as Inputs);
  const started = await startJob(context, ...target(inputs), { ...declared, deadline, urn: urnOf(inputs) });
  noteRun(runRequest(inputs), started.jobInstanceId);
  return started;
}

/**
 * "write": the dataflow's definition is written once before the run, because a run lacked credentials, perhaps because
 * only a create has written its definition. "written": that was done before an earlier run.
 */
export type Bindings = "write" | "written" | undefined;

/** Starts the declared run, unless a killed `up` started it, and waits for it if the program asks for that. */
export const startAndAwait = (context: Context, inputs: Inputs, bindings: Bindings): Promise<Created<Outputs>> =>
  noting(context, runRequest(inputs), () => begin(context, inputs, bindings));

async function begin(context: Context, inputs: Inputs, bindings: Bindings): Promise<Created<Outputs>> {
  const deadline = monotonicMs() + timeoutMs(inputs);
  const left = await findLeft(context, inputs);
  if (!left && bindings === "write") await bindStored(context, ...target(inputs), "the run before lacked credentials");
  const { jobInstanceId, retryAfterMs } = left ?? (await start(context, inputs, deadline));
  const run = { id: jobInstanceId, jobInstanceId, retryAfterMs, bindingsWritten: bindings !== undefined };
  if (inputs.waitForCompletion === false) return { id: run.id, outs: outputs(inputs, run) };
  return { id: run.id, outs: await awaitRun(context, inputs, run, deadline) };
}

/** Starts one more run for a resource that exists. Its id stays; `jobInstanceId` becomes the new run's. */
export async function runAgain(context: Context, inputs: Inputs, run: Run): Promise<Outputs> {
  const deadline = monotonicMs() + timeoutMs(inputs);
  const started = await start(context, inputs, deadline);
  return awaitRun(context, inputs, { ...run, ...started }, deadline);
}

/**
 * Waits for a run. `Deduped` means that another run was active, which may have started before the definition was
 * written. Then it waits for that run and starts another. Throws a `PartialFailure` that keeps the run.
 */
export async function awaitRun(context: Context, inputs: Inputs, run: Run, deadline: number): Promise<Outputs> {
  let instance: Partial<JobInstance> = {};
  const { runCredential } = context;
  const { outlasts } = require("../../auth/outlasts") as typeof import("../../auth/outlasts");
  const ends = outlasts(runCredential, leftUntil(deadline), wallTimeMs());
  if (ends !== undefined) context.info(ends);
  const wait = async (jobInstanceId: string, firstPollAfterMs?: number) =>
    context.runClient.jobs.wait(...target(inputs), jobInstanceId, {
      firstPollAfterMs,
      timeoutMs: leftUntil(deadline),
      signal: context.signal,
      onProgress: ({ status, elapsedMs }) =>
        context.progress(`${jobName(inputs)}: ${harmless(status)}, ${formatElapsed(elapsedMs)}`),
    });
  try {
    instance = await wait(run.jobInstanceId, run.retryAfterMs);
    while (instance.status === "Deduped") {
      context.info(`another ${jobName(inputs)} is active; waits for its end, then starts one more`);
      const { jobType } = jobStart(inputs);
      await awaitActiveRun(context, ...target(inputs), { jobType, deadline }, instance, wait);
      const next = await start(context, inputs, deadline);
      run = { ...run, ...next };
      instance = await wait(run.jobInstanceId, run.retryAfterMs);
    }
  } catch (error) {
    throw await interrupted(context, inputs, run, error);
  }
  const outs = outputs(inputs, run, instance);
  if (instance.status === "Completed") return outs;
  const back = instance.status === "Failed" ? await formerFilesText(inputs.dataflowId) : "";
  throw new PartialFailure(
    `${jobName(inputs)} of the dataflow ${inputs.dataflowId} ended ${harmless(instance.status ?? "")}${failureText(instance as JobInstance)}` +
      (mayLackBindings(outs) ? BINDS_NEXT : back),
    run.id,
    outs,
  );
}

/** True if a run lacked credentials, and writing the dataflow's definition once more may give them. */
export const mayLackBindings = ({ dataflowId, status, failureReason, bindingsWritten }: Outputs): boolean =>
  status === "Failed" &&
  bindingsWritten !== true &&
  lacksCredentials(`${failureReason?.errorCode}: ${failureReason?.message}`) &&
  areBindingsUntried(dataflowId);

/**
 * The error of a wait that ended before its run. The state keeps the run, and the next `up` waits for it, unless it was
 * to be cancelled.
 */
async function interrupted(context: Context, inputs: Inputs, run: Run, e: unknown): Promise<PartialFailure> {
  const message = errorText(e);
  if (isForgotten(e))
    return new PartialFailure(
      `the ${jobName(inputs)} ${harmless(run.jobInstanceId)} is not known to Fabric any more, so its end is unknown. The next \`pulumi up\` starts another\n${message}`,
      run.id,
      outputs(inputs, run, { status: UNKNOWN_END }),
      e,
    );
  const cancels =
    (e instanceof DeadlineError && inputs.cancelOnTimeout === true) ||
    (context.signal.aborted && inputs.cancelOnInterrupt === true);
  const outs = outputs(inputs, run, { status: "InProgress" });
  if (!cancels) {
    const isOpen = e instanceof DeadlineError || e instanceof NoResponseError;
    const hint = isOpen ? "; the run goes on, and the next `pulumi up` waits for it" : "";
    return new PartialFailure(`${message}${hint}`, run.id, outs, e);
  }
  try {
    await context.runClient.jobs.cancel(...target(inputs), run.jobInstanceId, { timeoutMs: 4_000 });
    return new PartialFailure(`${message}; the run was cancelled`, run.id, { ...outs, status: "Cancelled" }, e);
  } catch (failed) {
    if (failed instanceof FabricError && failed.errorCode === "JobAlreadyCompleted")
      return new PartialFailure(
        `${message}; the run ended at that moment, and the next \`pulumi up\` reads its end`,
        run.id,
        outs,
        e,
      );
    const reason = errorText(failed);
    return new PartialFailure(`${message}; cancelling the run failed too (${reason})`, run.id, outs, e);
  }
}
