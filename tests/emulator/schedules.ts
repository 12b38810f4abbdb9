import { randomUUID } from "node:crypto";
import { fabricTime } from "./clock";
import { ApiError } from "./errors";
import { ApiResponse, bodyObject, Call, isObject, JsonObject, ok } from "./http";
import { findItem } from "./items";
import { addJob, JobType, jobTypeFor } from "./jobs";
import { page } from "./paging";
import { Principal } from "./principals";
import { checkMayRun, runFor } from "./runs";
import { hasRequiredParameter, readRunParameters } from "./runParameters";
import { checkConfig } from "./scheduleConfig";
import { nextRun, ScheduleConfig, utcTime } from "./scheduleTimes";
import { Item, World } from "./world";

export interface Schedule {
  id: string;
  jobType: JobType;
  /** The job type as the path names it. */
  sentType: string;
  enabled: boolean;
  configuration: ScheduleConfig;
  executionData?: JsonObject;
  createdAt: number;
  /** The principal that changed it last. */
  owner: Principal;
  /** The number of changes. A run that was planned before a change does not start. */
  version: number;
}

function describe(world: World, schedule: Schedule): JsonObject {
  const { id, enabled, configuration, executionData, createdAt, owner } = schedule;
  const form = world.switches.scheduleTimes;
  const shown = (text: string) => {
    if (form === "sent") return text;
    const time = fabricTime(utcTime(text));
    return form === "fractions" ? time : time.slice(0, 19);
  };
  return {
    ...{ id, enabled, createdDateTime: fabricTime(createdAt) },
    configuration: {
      ...configuration,
      startDateTime: shown(configuration.startDateTime),
      endDateTime: shown(configuration.endDateTime),
    },
    ...(executionData && { executionData }),
    owner: { id: owner.id, type: owner.type },
  };
}

function readBody(call: Call, item: Item): Pick<Schedule, "enabled" | "configuration" | "executionData"> {
  const { enabled, configuration, executionData } = bodyObject(call);
  if (typeof enabled !== "boolean") throw new ApiError("InvalidRequest", "'enabled' is required.");
  if (!isObject(configuration)) throw new ApiError("InvalidRequest", "'configuration' is required.");
  const data = isObject(executionData) ? executionData : undefined;
  if (data) readRunParameters(call.world, item, { executionData: data }, "typed");
  return { enabled, configuration: checkConfig(configuration), executionData: data };
}

/** The item. @throws ApiError if the caller may not schedule such a job. */
function prepare(call: Call): { item: Item; jobType: JobType; sentType: string } {
  const item = findItem(call);
  const sentType = call.params.jobType ?? "";
  const jobType = jobTypeFor(item, sentType);
  checkMayRun(call, item, jobType, call.surface === "dataflows" ? "typed" : "path");
  return { item, jobType, sentType };
}

function find(call: Call, item: Item, jobType: JobType): Schedule {
  const found = item.schedules.find(({ id }) => id === call.params.scheduleId);
  if (!found || found.jobType !== jobType) throw new ApiError("ItemNotFound", "The schedule was not found.");
  return found;
}

/** Plans the next run. That run plans the one after it. */
function plan(world: World, item: Item, schedule: Schedule): void {
  const { version } = schedule;
  const next = nextRun(schedule.configuration, world.clock.now());
  if (!schedule.enabled || next === undefined) return;
  world.clock.at(next, () => {
    if (schedule.version !== version || world.findItem(item.id) !== item) return;
    fire(world, item, schedule);
    plan(world, item, schedule);
  });
}

function fire(world: World, item: Item, { jobType, sentType, executionData, owner }: Schedule): void {
  const run = runFor(world, item, jobType, { executionData }, owner, "typed");
  addJob(world, item, { jobType, sentType, run, invokeType: "Scheduled", fault: undefined });
}

export function createSchedule(call: Call): ApiResponse {
  const { world } = call;
  const { item, jobType, sentType } = prepare(call);
  const given = readBody(call, item);
  if (jobType === "Execute" && hasRequiredParameter(item)) {
    throw new ApiError("InvalidRequest", "A dataflow with a required parameter cannot be scheduled.");
  }
  const ofType = item.schedules.filter((schedule) => schedule.jobType === jobType);
  if (ofType.length >= world.limits.schedulesPerItem) throw new ApiError("ScheduleExceedsLimit");
  const createdAt = world.clock.now();
  const schedule: Schedule = {
    ...{ ...given, id: randomUUID(), jobType, sentType, createdAt, owner: call.principal, version: 0 },
  };
  item.schedules.push(schedule);
  if (schedule.enabled && utcTime(schedule.configuration.startDateTime) <= createdAt) fire(world, item, schedule);
  plan(world, item, schedule);
  const path = `/workspaces/${item.workspaceId}/items/${item.id}/jobs/${sentType}/schedules/${schedule.id}`;
  return { status: 201, headers: { Location: world.endpoint + path }, body: describe(world, schedule) };
}

export function listSchedules(call: Call): ApiResponse {
  const { item, jobType } = prepare(call);
  const schedules = item.schedules.filter((schedule) => schedule.jobType === jobType);
  return ok(
    page(
      call,
      schedules,
      ({ id }) => id,
      (schedule) => describe(call.world, schedule),
    ),
  );
}

export function getSchedule(call: Call): ApiResponse {
  const { item, jobType } = prepare(call);
  return ok(describe(call.world, find(call, item, jobType)));
}

export function updateSchedule(call: Call): ApiResponse {
  const { item, jobType } = prepare(call);
  const schedule = find(call, item, jobType);
  Object.assign(schedule, readBody(call, item), { owner: call.principal, version: schedule.version + 1 });
  plan(call.world, item, schedule);
  return ok(describe(call.world, schedule));
}

export function deleteSchedule(call: Call): ApiResponse {
  const { item, jobType } = prepare(call);
  const schedule = find(call, item, jobType);
  schedule.version++;
  item.schedules = item.schedules.filter((other) => other !== schedule);
  return ok();
}
