import type { Call } from "./attempt";
import { isObject } from "../common/objects";
import { NoAnswerError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import { currentJobType, type DataflowJobType } from "./jobTypes";
import { pages } from "./pages";
import { path } from "./path";
import type { NewSchedule, Schedule } from "./scheduleTypes";
import type { CallOptions } from "./types";

/**
 * Schedules of an item's jobs, by the generic path, which service principals may use as well. At most 20 an item.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler
 */
export class Schedules {
  constructor(private readonly context: GroupContext) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-schedules */
  list(workspaceId: string, itemId: string, jobType: DataflowJobType, options?: CallOptions): AsyncIterable<Schedule> {
    const call = { path: schedulePath(workspaceId, itemId, jobType), bucket: "jobs" } as const;
    return pages(this.context, "list schedules", call, options);
  }

  /**
   * Creates a schedule; one that starts in the past starts a run at once. Never repeated once it may have taken effect.
   * `typed` is `/dataflows/{id}/jobs/{execute|applyChanges}/schedules`, which takes no service principals; `path`, the
   * default, `/items/{id}/jobs/{jobType}/schedules`.
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/create-item-schedule
   * https://learn.microsoft.com/rest/api/fabric/dataflow/background-jobs/schedule-execute
   */
  create(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    schedule: NewSchedule,
    options?: CallOptions & { form?: "typed" | "path" },
  ): Promise<Schedule> {
    const typed = path`/workspaces/${workspaceId}/dataflows/${itemId}/jobs/${currentJobType(jobType)}/schedules`;
    return this.one(`create ${jobType} schedule of`, itemId, options, {
      method: "POST",
      path: options?.form === "typed" ? typed : schedulePath(workspaceId, itemId, jobType),
      body: schedule,
      bucket: "jobs",
      effect: "more",
    });
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/get-item-schedule */
  get(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    scheduleId: string,
    options?: CallOptions,
  ): Promise<Schedule> {
    const path = schedulePath(workspaceId, itemId, jobType, scheduleId);
    return this.one("get schedule", scheduleId, options, { method: "GET", path, bucket: "jobs", effect: "none" });
  }

  /**
   * Replaces a schedule as a whole.
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/update-item-schedule
   */
  update(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    scheduleId: string,
    schedule: NewSchedule,
    options?: CallOptions,
  ): Promise<Schedule> {
    return this.one("update schedule", scheduleId, options, {
      method: "PATCH",
      path: schedulePath(workspaceId, itemId, jobType, scheduleId),
      body: schedule,
      bucket: "jobs",
      effect: "same",
    });
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/delete-item-schedule */
  delete(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    scheduleId: string,
    options?: CallOptions,
  ): Promise<void> {
    return within(this.context, "delete schedule", scheduleId, options, defaultTimeouts.call, async (scope) => {
      const path = schedulePath(workspaceId, itemId, jobType, scheduleId);
      await this.context.caller.call({ method: "DELETE", path, bucket: "jobs", effect: "same" }, scope);
    });
  }

  private one(operation: string, item: string, options: CallOptions | undefined, call: Call): Promise<Schedule> {
    return within(this.context, operation, item, options, defaultTimeouts.call, async (scope) => {
      const { status, body } = await this.context.caller.call(call, scope);
      if (isObject(body) && typeof body.id === "string") return body as unknown as Schedule;
      throw new NoAnswerError(operation, item, `HTTP ${status} without a schedule`, call.effect !== "none");
    });
  }
}

function schedulePath(workspaceId: string, itemId: string, jobType: string, scheduleId?: string): string {
  const all = path`/workspaces/${workspaceId}/items/${itemId}/jobs/${jobType}/schedules`;
  return scheduleId === undefined ? all : all + path`/${scheduleId}`;
}
