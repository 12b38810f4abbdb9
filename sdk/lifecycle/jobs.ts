import { leftUntil, monotonicMs } from "../common/clock";
import { harmless, harmlessProse } from "../common/harmless";
import { adviceFor } from "../fabric/errorAdvice";
import { NoResponseError } from "../fabric/errors";
import {
  currentJobType,
  jobOutcome,
  sameJobType,
  type DataflowJobType,
  type JobInstance,
  type StartedJob,
} from "../fabric/jobTypes";
import { utcTime } from "../common/times";
import type { Context } from "./context";
import { listAgain } from "./listAgain";
import { mayHaveTakenEffect } from "./serviceErrors";
import { Settling } from "./settling";
import { errorText } from "../common/text";

/** True if the job instance has ended, in any way. */
export const isTerminal = (status: unknown): boolean => typeof status === "string" && jobOutcome(status) !== "running";

/** Returns Fabric's reason as the end of a sentence, and advice about it. */
export function failureText({ failureReason }: Pick<JobInstance, "failureReason">): string {
  if (!failureReason) return "";
  const { errorCode, message, requestId } = failureReason;
  const reason = harmlessProse([errorCode, message].filter(Boolean).join(": "));
  const advice = adviceFor(errorCode, 0, message);
  return `: ${reason}${requestId ? ` (request ${harmless(requestId)})` : ""}${advice ? `\n${advice}` : ""}`;
}

export interface JobStart {
  jobType: DataflowJobType;
  form?: "query";
  executionData?: Record<string, unknown>;
  /** The URN of the resource that starts the job. */
  urn?: string;
  /** A time on the monotonic clock. */
  deadline: number;
}

/** Runs that this process knows. None of them can be the run of a later start whose response was lost. */
const known = new Set<string>();

export const rememberRun = (jobInstanceId: string): void => void known.add(jobInstanceId);

/** Starts in this process that have no response yet, by dataflow and job type. */
const starting = new Map<string, Promise<unknown>>();

/**
 * Starts a job once. If the response is lost, looks for the run in the job list, so that no second run is started.
 * Starts of one dataflow wait for each other: otherwise a start whose response was lost could find another start's run.
 */
export async function startJob(...start: Parameters<typeof startOrFind>): Promise<StartedJob> {
  const [, , id, { jobType }] = start;
  const key = `${id} ${currentJobType(jobType)}`.toLowerCase();
  const begin = async () => {
    const started = await startOrFind(...start);
    rememberRun(started.jobInstanceId);
    if (started.note !== undefined) start[0].info(started.note);
    return started;
  };
  const mine = (starting.get(key) ?? Promise.resolve()).then(begin);
  const over = mine.then(
    () => {},
    () => {},
  );
  starting.set(key, over);
  try {
    return await mine;
  } finally {
    if (starting.get(key) === over) starting.delete(key);
  }
}

/** The longest search for a started run. The deadline of the start itself may have passed. */
const SEARCH_MS = 30_000;

/** Starts whose outcome is unknown, by resource: the time of the start, and its error. */
const unsure = new Map<string, { since: number; lost: Error }>();

async function startOrFind(
  context: Context,
  workspaceId: string,
  id: string,
  { jobType, form, executionData, deadline, urn = "" }: JobStart,
): Promise<StartedJob> {
  const { runClient, signal } = context;
  const key = `${id} ${currentJobType(jobType)} ${urn}`.toLowerCase();
  const find = async (since: number, lost: Error): Promise<StartedJob | undefined> => {
    unsure.set(key, { since, lost });
    const found = await findStarted(context, workspaceId, id, jobType, since, lost);
    unsure.delete(key);
    return found;
  };
  // An error hook repeats a failed step. The first try may have started a run.
  const before = unsure.get(key);
  const begun = before && (await find(before.since, before.lost));
  if (begun) return begun;
  const since = monotonicMs();
  const settling = new Settling(context, workspaceId, leftUntil(deadline));
  const start = () =>
    settling.wait({ itemId: id }, () => {
      const timeoutMs = leftUntil(deadline);
      return runClient.jobs.start(workspaceId, id, jobType, { form, executionData, timeoutMs, signal });
    });
  try {
    return await start();
  } catch (lost) {
    if (!mayHaveTakenEffect(lost) || wasAccepted(lost)) throw lost;
    const found = await find(since, lost);
    if (found) return found;
    if (monotonicMs() >= deadline) throw lost;
    return start();
  }
}

/**
 * Returns the run that a start without a response has left; undefined if there is none. Throws if the runs cannot be
 * read, because the outcome is unknown then.
 */
async function findStarted(
  context: Context,
  workspaceId: string,
  id: string,
  jobType: DataflowJobType,
  since: number,
  lost: Error,
): Promise<StartedJob | undefined> {
  const { runClient, signal } = context;
  let unseen: unknown;
  for await (const _ of listAgain(context)) {
    try {
      const options = { timeoutMs: SEARCH_MS, signal };
      const withinMs = monotonicMs() - since;
      const begun = await runClient.jobs.findStartedWithin(workspaceId, id, { jobType, withinMs }, options);
      const ours = begun.find(
        ({ id, status, startTimeUtc }) => !known.has(id) && (startTimeUtc || !isTerminal(status)),
      );
      if (ours) return { jobInstanceId: ours.id };
      unseen = undefined;
    } catch (error) {
      if (signal.aborted) throw lost;
      unseen = error;
    }
  }
  if (unseen !== undefined) throw unsureError(lost, unseen);
  return undefined;
}

const wasAccepted = (e: Error): boolean => e instanceof NoResponseError && e.wasAccepted;

function unsureError(lost: Error, unseen: unknown): Error {
  const reason = errorText(unseen);
  return new Error(
    `${lost.message}\nThe dataflow's runs could not be read either, so a run may have started: ${reason}\nCheck the runs before the next \`pulumi up\`, which starts one: pulumi-fabric-dataflow history`,
    { cause: lost },
  );
}

/**
 * Fabric deduplicated this start because another run was active. Waits for that run with `wait`. Lists may lag, and
 * another start would be deduplicated again. So it lists again, for as long as lists may lag, until it finds the active
 * run or one that has ended since.
 */
export async function awaitActiveRun(
  context: Context,
  workspaceId: string,
  id: string,
  { jobType, deadline }: Pick<JobStart, "jobType" | "deadline">,
  deduped: Partial<JobInstance>,
  wait: (jobInstanceId: string) => Promise<unknown>,
): Promise<void> {
  const { runClient, signal } = context;
  const began = utcTime(deduped.startTimeUtc) ?? Infinity;
  for await (const _ of listAgain(context, leftUntil(deadline))) {
    const runs: JobInstance[] = [];
    const options = { timeoutMs: leftUntil(deadline), signal };
    for await (const run of runClient.jobs.list(workspaceId, id, options))
      if (sameJobType(run.jobType, jobType) && run.status !== "Deduped") runs.push(run);
    const going = runs.filter(({ status }) => !isTerminal(status));
    for (const run of going) {
      rememberRun(run.id);
      await wait(run.id);
    }
    if (going.length > 0 || runs.some(({ endTimeUtc }) => (utcTime(endTimeUtc) ?? -Infinity) >= began)) return;
  }
}
