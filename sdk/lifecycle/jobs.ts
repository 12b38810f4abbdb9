import { leftUntil, monotonicMs } from "../common/clock";
import { harmless, harmlessProse } from "../common/harmless";
import { adviceFor } from "../fabric/errorAdvice";
import { NoAnswerError } from "../fabric/errors";
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
import { lookAgain } from "./lookAgain";
import { mayHaveTakenEffect } from "./serviceErrors";
import { Settling } from "./settling";
import { errorText } from "../common/text";

/** Whether an instance has ended, whatever way. */
export const isTerminal = (status: unknown): boolean => typeof status === "string" && jobOutcome(status) !== "running";

/** Fabric's own reason, as the end of a sentence, and what to do about it. */
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
  /** The resource that starts it. */
  urn?: string;
  /** A time of the monotonic clock. */
  deadline: number;
}

/** Runs that this process has met: none of them is what a later start left whose answer was lost. */
const known = new Set<string>();

export const meetRun = (jobInstanceId: string): void => void known.add(jobInstanceId);

/** Starts in this process that have no answer yet, by dataflow and job type. */
const starting = new Map<string, Promise<unknown>>();

/**
 * Starts a job, once. Where the answer was lost, the run that it may have started is looked for in the job list, so that none is started
 * twice. One after another for each dataflow: else a start whose answer was lost could find another one's run.
 */
export async function startJob(...start: Parameters<typeof startOrFind>): Promise<StartedJob> {
  const [, , id, { jobType }] = start;
  const key = `${id} ${currentJobType(jobType)}`.toLowerCase();
  const begin = async () => {
    const started = await startOrFind(...start);
    meetRun(started.jobInstanceId);
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

/** How long one look for what a start left may take. The start's own time may be over. */
const LOOK_MS = 30_000;

/** Starts of which nobody knows whether a run began, by the resource: when they were made, and what came of them. */
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
  // An error hook repeats what failed: the first try may have started a run.
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

/** The run that a start since then has left whose answer was lost. Throws if the runs could not be seen: nobody knows then. */
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
  for await (const _ of lookAgain(context)) {
    try {
      const options = { timeoutMs: LOOK_MS, signal };
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

const wasAccepted = (e: Error): boolean => e instanceof NoAnswerError && e.wasAccepted;

function unsureError(lost: Error, unseen: unknown): Error {
  const reason = errorText(unseen);
  return new Error(
    `${lost.message}\nWhether a run began could not be seen either: ${reason}\nLook at the dataflow's runs before the next \`pulumi up\`, which starts one: pulumi-fabric-dataflow history`,
    { cause: lost },
  );
}

/**
 * Awaits what a start met that ended `Deduped`, by `wait`. What it met may not be listed yet, and another start would meet it again:
 * it is looked for as long as lists may lag, unless one is listed that has ended since.
 */
export async function awaitMet(
  context: Context,
  workspaceId: string,
  id: string,
  { jobType, deadline }: Pick<JobStart, "jobType" | "deadline">,
  met: Partial<JobInstance>,
  wait: (jobInstanceId: string) => Promise<unknown>,
): Promise<void> {
  const { runClient, signal } = context;
  const began = utcTime(met.startTimeUtc) ?? Infinity;
  for await (const _ of lookAgain(context, leftUntil(deadline))) {
    const runs: JobInstance[] = [];
    const options = { timeoutMs: leftUntil(deadline), signal };
    for await (const run of runClient.jobs.list(workspaceId, id, options))
      if (sameJobType(run.jobType, jobType) && run.status !== "Deduped") runs.push(run);
    const going = runs.filter(({ status }) => !isTerminal(status));
    for (const run of going) {
      meetRun(run.id);
      await wait(run.id);
    }
    if (going.length > 0 || runs.some(({ endTimeUtc }) => (utcTime(endTimeUtc) ?? -Infinity) >= began)) return;
  }
}
