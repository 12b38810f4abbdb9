import type { Call, GoodAnswer } from "./attempt";
import { isObject } from "../common/objects";
import { FabricError, NoAnswerError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import { startingWith, startWays } from "./jobForms";
import { parametersIn, sendStart, startedInstance } from "./jobStart";
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
import { looksWithin } from "./lookAgain";
import { pages } from "./pages";
import { path } from "./path";
import { poll } from "./polling";
import type { Scope } from "./scope";
import { utcTime } from "../common/times";
import type { CallOptions, WaitOptions } from "./types";

export interface StartOptions extends CallOptions {
  /**
   * Sends this form, and no other. Default: `query`, `path`, `typed`, in this order, until one is open to the caller; with run parameters
   * `path` and `typed`, because `query` has no place for them.
   */
  form?: JobStartForm;
  /**
   * The job's input, for example `{ executeOption, parameters: [{ parameterName, type: "Automatic", value }] }` for `Execute`. Parameters
   * are put where the form has them. Absent: no body.
   */
  executionData?: unknown;
}

/** Runs of an item. https://learn.microsoft.com/rest/api/fabric/core/job-scheduler */
export class Jobs {
  constructor(private readonly context: GroupContext) {}

  /**
   * Starts a run by the first form that is open to the caller, and returns as soon as it is accepted. It is never repeated once it may
   * have started: the error's `mayHaveTakenEffect` then says so, and {@link findStartedWithin} finds the run.
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
    const ways = form
      ? [{ form, jobType }]
      : startingWith(this.context.learned.acceptedStarts.get(key), startWays(jobType, hasParameters));
    return within(this.context, `run ${jobType} of`, itemId, options, defaultTimeouts.call, async (scope) => {
      const since = this.context.clock.now();
      const { answer, way } = await sendStart(this.context.caller, [workspaceId, itemId], ways, executionData, scope);
      if (!form) this.context.learned.acceptedStarts.set(key, way);
      const named = startedInstance(answer);
      const started =
        named === undefined
          ? await this.findAccepted(workspaceId, itemId, jobType, since, scope)
          : { jobInstanceId: named };
      this.context.learned.startedRuns.add(started.jobInstanceId);
      return { ...started, retryAfterMs: answer.retryAfterMs };
    });
  }

  /** The run of a start that was accepted by a response that names none: the list has it, perhaps some seconds later. */
  private async findAccepted(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    since: number,
    scope: Scope,
  ): Promise<StartedJob> {
    let unseen: unknown;
    for await (const _ of looksWithin(this.context.timing.listLagMs, (ms) => scope.sleep(ms))) {
      try {
        const options = { signal: scope.signal, timeoutMs: scope.remainingMs };
        const withinMs = this.context.clock.now() - since;
        const begun = await this.findStartedWithin(workspaceId, itemId, { jobType, withinMs }, options);
        const ours = begun.find(({ id }) => !this.context.learned.startedRuns.has(id));
        unseen = undefined;
        if (ours)
          return {
            jobInstanceId: ours.id,
            note: `Fabric's response named no run; the list of runs has it as ${ours.id}`,
          };
      } catch (error) {
        scope.throwIfOver();
        unseen = error;
      }
    }
    const looked =
      unseen instanceof Error
        ? `the list of runs could not be read (${unseen.message})`
        : "the list of runs has no new one";
    const reason = `it was accepted, but the response names no run, and ${looked}`;
    throw new NoAnswerError(scope.operation, itemId, reason, true, { cause: unseen, wasAccepted: true });
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
    const call = {
      path: path`/workspaces/${workspaceId}/items/${itemId}/jobs/instances`,
      bucket: "jobs",
      holdsMessages: true,
    } as const;
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
   * The runs of a type that somebody started in the last `withinMs` milliseconds, newest first: for a start whose answer was lost. A run without a start time counts, one of a schedule does not. How far
   * this machine's clock is from the service's is told by the service's answers, to about a second.
   */
  async findStartedWithin(
    workspaceId: string,
    itemId: string,
    { jobType, withinMs }: { jobType: DataflowJobType; withinMs: number },
    options?: CallOptions,
  ): Promise<JobInstance[]> {
    const since = this.context.clock.now() - withinMs;
    const found: JobInstance[] = [];
    for await (const instance of this.list(workspaceId, itemId, options)) {
      if (sameJobType(instance.jobType, jobType) && instance.invokeType !== "Scheduled") found.push(instance);
    }
    // Only now: the list itself told what the service's clock shows.
    return newestFirst(found.filter((instance) => this.mayHaveBegunAt(instance, since)));
  }

  private mayHaveBegunAt({ startTimeUtc, endTimeUtc }: JobInstance, since: number): boolean {
    const { clock, learned } = this.context;
    const [began, ended] = [utcTime(startTimeUtc), utcTime(endTimeUtc)];
    if (began === undefined) return true;
    const cutMs = /\.\d/.test(startTimeUtc ?? "") ? 0 : 1_000;
    if (began + cutMs < learned.serviceClock.earliest(since)) return false;
    // It cannot have taken longer than has passed since, whatever the clocks show.
    return ended === undefined || ended - began <= clock.now() - since + cutMs;
  }
}

const instancePath = (workspaceId: string, itemId: string, jobInstanceId: string): string =>
  path`/workspaces/${workspaceId}/items/${itemId}/jobs/instances/${jobInstanceId}`;

function instanceCall(workspaceId: string, itemId: string, jobInstanceId: string): Call {
  const path = instancePath(workspaceId, itemId, jobInstanceId);
  // The start of another run goes before: that one then runs while this one is looked at.
  return { method: "GET", path, bucket: "jobs", effect: "none", afterWrites: true, holdsMessages: true };
}

function instanceOf({ status, body }: GoodAnswer, jobInstanceId: string): JobInstance {
  if (isObject(body)) return { id: jobInstanceId, status: "NotStarted", ...body } as JobInstance;
  throw new NoAnswerError("get job instance", jobInstanceId, `HTTP ${status} without an instance`, false);
}
