import { leftUntil, monotonicMs } from "../../common/clock";
import { harmless } from "../../common/harmless";
import { DeadlineError } from "../../fabric/errors";
import type { JobInstance } from "../../fabric/jobTypes";
import type { Inputs, Outputs, PendingPublish } from "../../model/dataflow";
import { type Context, progressOf } from "../context";
import { urnOf } from "../declaration";
import { asText } from "../values";
import { awaitActiveRun, failureText, startJob } from "../jobs";
import { isForgotten } from "../serviceErrors";
import { leftRun, noteRun, noting, outdateRuns, type RunRequest } from "../startedRuns";
import { timeoutMs } from "./timeouts";
import { errorText } from "../../common/text";

/** A publish did not complete. What is pending belongs in the state. */
export class PublishError extends Error {
  constructor(
    message: string,
    readonly pending?: PendingPublish,
    cause?: unknown,
    /** True if the run ended without completing. */
    readonly endedBadly = false,
  ) {
    super(message, { cause });
  }
}

/**
 * Publishes what is written (job ApplyChanges) and waits for it. Calls `beforeStart` before it starts a run, but not if a
 * publish of an earlier `up` completes. Throws `PublishError`.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/background-jobs/run-on-demand-apply-changes
 */
export const publish = (
  context: Context,
  id: string,
  olds: Outputs,
  news: Inputs,
  beforeStart: () => Promise<void>,
): Promise<void> =>
  noting(context, publishRequest(id, news), () => startAndAwait(context, id, olds, news, beforeStart));

async function startAndAwait(
  context: Context,
  id: string,
  olds: Outputs,
  news: Inputs,
  beforeStart: () => Promise<void>,
): Promise<void> {
  const { workspaceId } = news;
  const revision = news.publishedRevision ?? 0;
  const deadline = monotonicMs() + timeoutMs(news, "publish");
  let pending = pendingOf(olds, revision) ?? leftBehind(context, id, news);
  const start = async () => {
    const started = await startJob(context, workspaceId, id, { jobType: "ApplyChanges", deadline, urn: urnOf(news) });
    pending = { jobInstanceId: started.jobInstanceId, revision };
    outdateRuns(id);
    noteRun(publishRequest(id, news), started.jobInstanceId);
    return started;
  };
  try {
    const going = pending && (await waitKnown(context, workspaceId, id, pending, deadline));
    if (going?.status === "Completed") return;
    await beforeStart();
    let end = await wait(context, workspaceId, id, await start(), deadline);
    // The active run may have begun before this definition was written, so one more follows it.
    while (end.status === "Deduped") {
      await awaitActiveRun(context, workspaceId, id, { jobType: "ApplyChanges", deadline }, end, (jobInstanceId) =>
        wait(context, workspaceId, id, { jobInstanceId }, deadline),
      );
      end = await wait(context, workspaceId, id, await start(), deadline);
    }
    if (end.status === "Completed") return;
    pending = undefined;
    throw new PublishError(
      `publish of the dataflow ${id} ended ${harmless(end.status)}; runs still use the version published before${failureText(end)}`,
      undefined,
      undefined,
      true,
    );
  } catch (error) {
    if (error instanceof PublishError) throw error;
    const message = errorText(error);
    const hint =
      error instanceof DeadlineError
        ? '; give it more time (timeouts: { publish: "3h" }), or run `pulumi up` again to go on waiting'
        : "";
    throw new PublishError(`publish of the dataflow ${id}: ${message}${hint}`, pending, error);
  }
}

const pendingOf = ({ pendingPublish }: Outputs, revision: number): PendingPublish | undefined =>
  // An edited state may have anything here.
  pendingPublish?.revision === revision && asText(pendingPublish.jobInstanceId) ? pendingPublish : undefined;

/** The request for a publish of exactly this definition. */
const publishRequest = (id: string, news: Inputs): RunRequest => ({
  resource: news,
  itemId: id,
  jobType: "ApplyChanges",
  by: [news.definitionFingerprint, news.publishedRevision],
});

/** Returns the publish that a killed `up` started. */
function leftBehind(context: Context, id: string, news: Inputs): PendingPublish | undefined {
  const jobInstanceId = leftRun(publishRequest(id, news));
  if (jobInstanceId === undefined) return undefined;
  context.info(
    `a killed \`up\` started the publish ${jobInstanceId}: waits for it, and starts no other if it completes`,
  );
  return { jobInstanceId, revision: news.publishedRevision ?? 0 };
}

const wait = (
  context: Context,
  workspaceId: string,
  id: string,
  { jobInstanceId, retryAfterMs }: { jobInstanceId: string; retryAfterMs?: number },
  deadline: number,
): Promise<JobInstance> =>
  context.runClient.jobs.wait(workspaceId, id, jobInstanceId, {
    firstPollAfterMs: retryAfterMs,
    timeoutMs: leftUntil(deadline),
    signal: context.signal,
    onProgress: progressOf(context, "publish"),
  });

/** Waits for a publish that an earlier `up` left. Returns undefined if Fabric's history no longer has it. */
const waitKnown = (...args: Parameters<typeof wait>): Promise<JobInstance | undefined> =>
  wait(...args).catch((error: unknown) => {
    if (isForgotten(error)) return undefined;
    throw error;
  });
