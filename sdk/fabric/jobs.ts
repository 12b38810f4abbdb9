import type { Call, GoodAnswer } from "./attempt";
import { idFromLink } from "./endpoint";
import { isObject } from "../common/objects";
import { stringOf } from "./errorBody";
import { FabricError, NoAnswerError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import { newestFirst } from "./jobTimes";
import {
  currentJobType,
  jobOutcome,
  sameJobType,
  type DataflowJobType,
  type JobInstance,
  type JobStartForm,
  type StartedJob,
} from "./jobTypes";
import { pages } from "./pages";
import { path } from "./path";
import { poll } from "./polling";
import { utcTime } from "../common/times";
import type { CallOptions, WaitOptions } from "./types";

export interface StartOptions extends CallOptions {
  /** Default `typed`. */
  form?: JobStartForm;
  /** The job's input, for example `{ executeOption, parameters }` for `Execute`. Absent: no body. */
  executionData?: unknown;
}

/** Runs of an item. https://learn.microsoft.com/rest/api/fabric/core/job-scheduler */
export class Jobs {
  constructor(private readonly context: GroupContext) {}

  /**
   * Starts a run and returns as soon as it is accepted. It is never repeated once it may have started: the error's
   * `mayHaveTakenEffect` then says so, and {@link findStartedSince} finds the run.
   * https://learn.microsoft.com/rest/api/fabric/dataflow/background-jobs/run-on-demand-execute
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/run-on-demand-item-job
   */
  start(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    options: StartOptions = {},
  ): Promise<StartedJob> {
    const operation = `run ${jobType} of`;
    const call: Call = {
      method: "POST",
      ...startUrl(workspaceId, itemId, jobType, options.form ?? "typed"),
      body: options.executionData === undefined ? undefined : { executionData: options.executionData },
      bucket: "jobs",
      effect: "more",
    };
    return within(this.context, operation, itemId, options, defaultTimeouts.call, async (scope) => {
      const answer = await this.context.caller.call(call, scope);
      const jobInstanceId = startedInstance(answer);
      if (jobInstanceId !== undefined) return { jobInstanceId, retryAfterMs: answer.retryAfterMs };
      throw new NoAnswerError(operation, itemId, "it was accepted, but the answer names no job instance", true);
    });
  }

  /**
   * An instance; only about the newest 100 that ended are kept.
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/get-item-job-instance
   */
  get(workspaceId: string, itemId: string, jobInstanceId: string, options?: CallOptions): Promise<JobInstance> {
    return within(this.context, "get job instance", jobInstanceId, options, defaultTimeouts.call, async (scope) => {
      const answer = await this.context.caller.call(instanceCall(workspaceId, itemId, jobInstanceId), scope);
      return instanceOf(answer, jobInstanceId);
    });
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-job-instances */
  list(workspaceId: string, itemId: string, options?: CallOptions): AsyncIterable<JobInstance> {
    const call = { path: path`/workspaces/${workspaceId}/items/${itemId}/jobs/instances`, bucket: "jobs" } as const;
    return pages(this.context, "list job instances", call, options);
  }

  /**
   * Asks for a run's end; it is still running for a while. Throws `JobAlreadyCompleted` where it has ended, but not
   * where an earlier try of this call, whose answer was lost, may have ended it.
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/cancel-item-job-instance
   */
  cancel(workspaceId: string, itemId: string, jobInstanceId: string, options?: CallOptions): Promise<void> {
    return within(this.context, "cancel job instance", jobInstanceId, options, defaultTimeouts.call, async (scope) => {
      const path = instancePath(workspaceId, itemId, jobInstanceId) + "/cancel";
      try {
        await this.context.caller.call({ method: "POST", path, bucket: "jobs", effect: "same" }, scope);
      } catch (error) {
        if (!(error instanceof FabricError && error.errorCode === "JobAlreadyCompleted" && error.mayHaveTakenEffect))
          throw error;
      }
    });
  }

  /**
   * Awaits a run's end, whatever it is: `Completed`, `Failed`, `Cancelled` or `Deduped`. An instance that is unknown
   * just after its start is waited for. Default time-out 25 hours.
   */
  wait(
    workspaceId: string,
    itemId: string,
    jobInstanceId: string,
    options?: WaitOptions & { firstPollAfterMs?: number },
  ): Promise<JobInstance> {
    return within(this.context, "await job instance", jobInstanceId, options, defaultTimeouts.job, (scope) => {
      scope.awaiting = `the end of job instance ${jobInstanceId}`;
      return poll<JobInstance>(scope, {
        timing: this.context.timing,
        firstAfterMs: options?.firstPollAfterMs,
        onProgress: options?.onProgress,
        look: async () => {
          const answer = await this.context.caller.call(instanceCall(workspaceId, itemId, jobInstanceId), scope);
          const value = instanceOf(answer, jobInstanceId);
          const { status } = value;
          if (jobOutcome(status) === "running") return { done: false, status, retryAfterMs: answer.retryAfterMs };
          return { done: true, value, status };
        },
      });
    });
  }

  /**
   * The runs of a type that somebody started at `since` (milliseconds since the epoch, by this machine's clock) or later,
   * newest first: for a start whose answer was lost. A run without a start time counts, one of a schedule does not. How far
   * this machine's clock is from the service's is told by the service's answers, to about a second.
   */
  async findStartedSince(
    workspaceId: string,
    itemId: string,
    { jobType, since }: { jobType: DataflowJobType; since: number },
    options?: CallOptions,
  ): Promise<JobInstance[]> {
    const found: JobInstance[] = [];
    for await (const instance of this.list(workspaceId, itemId, options)) {
      if (sameJobType(instance.jobType, jobType) && instance.invokeType !== "Scheduled") found.push(instance);
    }
    // Only now: the list itself told what the service's clock shows.
    return newestFirst(found.filter((instance) => this.mayHaveBegunAt(instance, since)));
  }

  private mayHaveBegunAt({ startTimeUtc, endTimeUtc }: JobInstance, since: number): boolean {
    const { clock, serviceClock } = this.context;
    const [began, ended] = [utcTime(startTimeUtc), utcTime(endTimeUtc)];
    if (began === undefined) return true;
    const cutMs = /\.\d/.test(startTimeUtc ?? "") ? 0 : 1_000;
    if (began + cutMs < serviceClock.earliest(since)) return false;
    // It cannot have taken longer than has passed since, whatever the clocks show.
    return ended === undefined || ended - began <= clock.now() - since + cutMs;
  }
}

function startUrl(
  workspaceId: string,
  itemId: string,
  jobType: string,
  form: JobStartForm,
): Pick<Call, "path" | "query"> {
  if (form === "query")
    return { path: path`/workspaces/${workspaceId}/items/${itemId}/jobs/instances`, query: { jobType } };
  if (form === "path") return { path: path`/workspaces/${workspaceId}/items/${itemId}/jobs/${jobType}/instances` };
  return { path: path`/workspaces/${workspaceId}/dataflows/${itemId}/jobs/${currentJobType(jobType)}/instances` };
}

const instancePath = (workspaceId: string, itemId: string, jobInstanceId: string): string =>
  path`/workspaces/${workspaceId}/items/${itemId}/jobs/instances/${jobInstanceId}`;

function instanceCall(workspaceId: string, itemId: string, jobInstanceId: string): Call {
  return { method: "GET", path: instancePath(workspaceId, itemId, jobInstanceId), bucket: "jobs", effect: "none" };
}

/** The instance's id from `Location`, or else from the body: an instance, or an array of one. */
function startedInstance({ headers, body }: GoodAnswer): string | undefined {
  const located = idFromLink(headers.location, "instances");
  if (located !== undefined) return located;
  const first: unknown = Array.isArray(body) ? body[0] : body;
  return isObject(first) ? (stringOf(first.jobInstanceId) ?? stringOf(first.id)) : undefined;
}

function instanceOf({ status, body }: GoodAnswer, jobInstanceId: string): JobInstance {
  if (isObject(body)) return { id: jobInstanceId, status: "NotStarted", ...body } as JobInstance;
  throw new NoAnswerError("get job instance", jobInstanceId, `HTTP ${status} without an instance`, false);
}
