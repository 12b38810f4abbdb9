import { currentJobType, type DataflowJobType } from "./jobTypes";
import { path } from "./path";
import type { Requests } from "./requests";
import type { NewSchedule, Schedule } from "./scheduleTypes";
import { nothing, object } from "./shapes";
import type { CallOptions } from "./callOptions";

const scheduleShape = object<Schedule>("a schedule", { id: "string" });

/**
 * Schedules of an item's jobs, by the generic path, which service principals may use, too. An item has at most 20.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler
 */
export class Schedules {
  constructor(private readonly requests: Requests) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-schedules */
  list(workspaceId: string, itemId: string, jobType: DataflowJobType, options?: CallOptions): AsyncIterable<Schedule> {
    return this.requests.list("list schedules", schedulePath(workspaceId, itemId, jobType), scheduleShape, options);
  }

  /**
   * Creates a schedule. A schedule whose start is in the past starts a run at once. The call is never retried once it may have taken effect.
   *
   * `form` is the form of the URL. `path`, the default: `/items/{id}/jobs/{jobType}/schedules`. `typed`:
   * `/dataflows/{id}/jobs/{execute|applyChanges}/schedules`, which is closed to service principals.
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
    const at = options?.form === "typed" ? typed : schedulePath(workspaceId, itemId, jobType);
    const request = { method: "POST", path: at, body: schedule, idempotency: "none" } as const;
    return this.requests.call(`create ${jobType} schedule of`, itemId, request, scheduleShape, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/get-item-schedule */
  get(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    scheduleId: string,
    options?: CallOptions,
  ): Promise<Schedule> {
    const at = schedulePath(workspaceId, itemId, jobType, scheduleId);
    return this.requests.get("get schedule", scheduleId, at, scheduleShape, options);
  }

  /**
   * Replaces a whole schedule: fields that are left out are lost.
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
    const at = schedulePath(workspaceId, itemId, jobType, scheduleId);
    const request = { method: "PATCH", path: at, body: schedule } as const;
    return this.requests.call("update schedule", scheduleId, request, scheduleShape, options);
  }

  /**
   * Deletes a schedule. Throws a `FabricError` with the code `ItemNotFound` if it does not exist, but not if an earlier attempt of this
   * call, whose response was lost, may have deleted it.
   * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/delete-item-schedule
   */
  async delete(
    workspaceId: string,
    itemId: string,
    jobType: DataflowJobType,
    scheduleId: string,
    options?: CallOptions,
  ): Promise<void> {
    const at = schedulePath(workspaceId, itemId, jobType, scheduleId);
    const request = { method: "DELETE", path: at, doneCode: "ItemNotFound" } as const;
    await this.requests.call("delete schedule", scheduleId, request, nothing, options);
  }
}

function schedulePath(workspaceId: string, itemId: string, jobType: string, scheduleId?: string): string {
  const all = path`/workspaces/${workspaceId}/items/${itemId}/jobs/${jobType}/schedules`;
  return scheduleId === undefined ? all : all + path`/${scheduleId}`;
}
