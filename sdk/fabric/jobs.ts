import { findAcceptedRun } from "./acceptedRun";
import { startingWith, startWays } from "./jobForms";
import { parametersIn, sendStart, startedInstance } from "./jobStart";
import { mayHaveBegunAfter, newestFirst } from "./jobTimes";
import {
  currentJobType,
  jobOutcome,
  sameJobType,
  type DataflowJobType,
  type JobInstance,
  type JobStartForm,
  type StartedJob,
} from "./jobTypes";
import { path } from "./path";
import { poll } from "./polling";
import { defaultTimeouts, type Request, type Requests } from "./requests";
import { accepted, object } from "./shapes";
import type { CallOptions, WaitOptions } from "./callOptions";

/** Just after its start, an instance may have neither status nor times. */
const instance = object<JobInstance>("a job instance", {
  id: "string?",
  status: "string?",
  startTimeUtc: "string?",
  endTimeUtc: "string?",
  failureReason: "object?",
});
const listedInstance = object<JobInstance>("a job instance", {
  id: "string",
  jobType: "string",
  status: "string?",
  startTimeUtc: "string?",
  endTimeUtc: "string?",
});

export interface StartOptions extends CallOptions {
  /**
   * The only form to send. Default: `query`, `path`, `typed`, in this order, until one is open to the caller. With run parameters the default
   * is `path`, then `typed`, because `query` has no place for them.
   */
  form?: JobStartForm;
  /**
   * The job's input, for example `{ executeOption, parameters: [{ parameterName, type: "Automatic", value }] }` for `Execute`. The client
   * puts the parameters where the form has them. Default: no body.
   */
  executionData?: unknown;
}

/** Runs of an item. https://learn.microsoft.com/rest/api/fabric/core/job-scheduler */
export class Jobs {
  constructor(private readonly requests: Requests) {}

  /**
   * Starts a run by the first form that is open to the caller, and returns as soon as the service accepted it. The call is never retried once
   * a run may have started. The error's `mayHaveTakenEffect` is true then, and {@link findStartedWithin} finds the run.
   * https://learn.microsoft.com/rest/api/fabric/dataflow/background-jobs/run-on-demand-execute
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/run-on-demand-item-job
   */
  start(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    options: StartOptions = {},
  ): Promise<StartedJob> {
    const { form, executionData } = options;
    const hasParameters = parametersIn(executionData).length > 0;
    const key = `${currentJobType(jobType)} ${hasParameters}`;
    const { clock, learned } = this.requests.context;
    const ways = form
      ? [{ form, jobType }]
      : startingWith(learned.acceptedStarts.get(key), startWays(jobType, hasParameters));
    return this.requests.within(`run ${jobType} of`, itemId, options, defaultTimeouts.call, async (context) => {
      const since = clock.now();
      const begunWithin = (withinMs: number, within: CallOptions) =>
        this.findStartedWithin(workspaceId, itemId, { jobType, withinMs }, within);
      const { response, way } = await sendStart(this.requests, [workspaceId, itemId], ways, executionData, context);
      if (!form) learned.acceptedStarts.set(key, way);
      const named = startedInstance(response);
      const started =
        named === undefined
          ? await findAcceptedRun(begunWithin, this.requests.context, itemId, since, context)
          : { jobInstanceId: named };
      learned.startedRuns.add(started.jobInstanceId);
      return { ...started, retryAfterMs: response.retryAfterMs };
    });
  }

  /**
   * Returns a job instance. The service keeps only about the newest 100 that ended.
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/get-item-job-instance
   */
  async get(workspaceId: string, itemId: string, jobInstanceId: string, options?: CallOptions): Promise<JobInstance> {
    const request = instanceRequest(workspaceId, itemId, jobInstanceId);
    const found = await this.requests.call("get job instance", jobInstanceId, request, instance, options);
    return completed(found, jobInstanceId);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-job-instances */
  list(workspaceId: string, itemId: string, options?: CallOptions): AsyncIterable<JobInstance> {
    const request = { path: path`/workspaces/${workspaceId}/items/${itemId}/jobs/instances`, holdsMessages: true };
    return this.requests.list("list job instances", request, listedInstance, options);
  }

  /**
   * Requests the cancellation of a run. The run stays active for a while. Throws a `FabricError` with the code `JobAlreadyCompleted` if the run
   * has ended, but not if an earlier attempt of this call, whose response was lost, may have cancelled it.
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/cancel-item-job-instance
   */
  async cancel(workspaceId: string, itemId: string, jobInstanceId: string, options?: CallOptions): Promise<void> {
    const at = instancePath(workspaceId, itemId, jobInstanceId) + "/cancel";
    const request = { method: "POST", path: at, idempotency: "idempotent", doneCode: "JobAlreadyCompleted" } as const;
    await this.requests.call("cancel job instance", jobInstanceId, request, accepted, options);
  }

  /**
   * Resolves when a run has ended: `Completed`, `Failed`, `Cancelled` or `Deduped`. The instance may be unknown (404) for a minute
   * after its start. `firstPollAfterMs`: milliseconds before the first poll. Default time-out 25 hours.
   */
  wait(
    workspaceId: string,
    itemId: string,
    jobInstanceId: string,
    options?: WaitOptions & { firstPollAfterMs?: number },
  ): Promise<JobInstance> {
    const request = instanceRequest(workspaceId, itemId, jobInstanceId);
    return this.requests.within("await job instance", jobInstanceId, options, defaultTimeouts.job, (context) => {
      context.awaiting = `the end of job instance ${jobInstanceId}`;
      return poll<JobInstance>(context, {
        timing: this.requests.context.timing,
        firstAfterMs: options?.firstPollAfterMs,
        onProgress: options?.onProgress,
        poll: async () => {
          const { body, retryAfterMs } = await this.requests.respond(context, request, instance);
          const value = completed(body, jobInstanceId);
          const { status } = value;
          if (jobOutcome(status) === "running") return { done: false, status, retryAfterMs };
          return { done: true, value, status };
        },
      });
    });
  }

  /**
   * Returns the runs of a type that somebody started in the last `withinMs` milliseconds, newest first. Use it if the response to a start was
   * lost. Runs without a start time are included, runs of a schedule are not. The service's responses give the difference between its clock
   * and this machine's, to about a second.
   */
  async findStartedWithin(
    workspaceId: string,
    itemId: string,
    { jobType, withinMs }: { jobType: DataflowJobType; withinMs: number },
    options?: CallOptions,
  ): Promise<JobInstance[]> {
    const since = this.requests.context.clock.now() - withinMs;
    const found: JobInstance[] = [];
    for await (const instance of this.list(workspaceId, itemId, options)) {
      if (sameJobType(instance.jobType, jobType) && instance.invokeType !== "Scheduled") found.push(instance);
    }
    // Filter after the list: its responses give the time of the service's clock.
    return newestFirst(found.filter((instance) => mayHaveBegunAfter(instance, since, this.requests.context)));
  }
}

const instancePath = (workspaceId: string, itemId: string, jobInstanceId: string): string =>
  path`/workspaces/${workspaceId}/items/${itemId}/jobs/instances/${jobInstanceId}`;

/** A call that starts another run overtakes a poll, so that both runs go on at the same time. */
const instanceRequest = (workspaceId: string, itemId: string, jobInstanceId: string): Request => ({
  method: "GET",
  path: instancePath(workspaceId, itemId, jobInstanceId),
  afterWrites: true,
  holdsMessages: true,
});

const completed = (body: JobInstance, id: string): JobInstance => ({
  ...body,
  id: body.id ?? id,
  status: body.status ?? "NotStarted",
});
