import { randomUUID } from "node:crypto";
import { fabricTime } from "./clock";
import { ApiError } from "./errors";
import { JobFault } from "./faults";
import { ApiResponse, Call, JsonObject, ok } from "./http";
import { findItem, workspaceFor } from "./items";
import { page } from "./paging";
import { readRun, Run, runJob, StartForm } from "./runs";
import { Item, World } from "./world";

export type JobType = "Execute" | "ApplyChanges";

export interface Job {
  id: string;
  itemId: string;
  jobType: JobType;
  /** As it is in the request: it may be an alias or have another case. */
  sentType: string;
  invokeType: "Manual" | "Scheduled";
  status: string;
  rootActivityId: string;
  createdAt: number;
  startedAt?: number;
  endedAt?: number;
  failureReason?: JsonObject;
  run: Run;
  fault?: JobFault;
}

const ALIASES: Record<string, JobType> = {
  execute: "Execute",
  refresh: "Execute",
  applychanges: "ApplyChanges",
  publish: "ApplyChanges",
};

const ENDED = ["Completed", "Failed", "Cancelled", "Deduped"];

export const isActive = (job: Job): boolean => !ENDED.includes(job.status);

export function jobTypeOf(name: string): JobType {
  const type = ALIASES[name.toLowerCase()];
  if (!type) throw new ApiError("InvalidJobType", `'${name}' is no job type of a dataflow.`);
  return type;
}

/** The item's job type with this name. */
export function jobTypeFor(item: Item, name: string): JobType {
  if (item.type !== "Dataflow") throw new ApiError("InvalidJobType", `A ${item.type} has no jobs here.`);
  return jobTypeOf(name);
}

/** The three ways to start a job. `form` decides the response. */
export function startJob(call: Call, form: StartForm, sentType: string): ApiResponse {
  if (call.world.switches.startForms[form] === "absent") throw noSuchForm(call.params.path);
  const item = findItem(call);
  const jobType = jobTypeFor(item, sentType);
  const run = readRun(call, item, jobType, form);
  const job = addJob(call.world, item, { jobType, sentType, run, invokeType: "Manual", fault: call.overrides.job });
  const { switches, timings, endpoint } = call.world;
  const headers: Record<string, string> = {
    Location: `${endpoint}/workspaces/${item.workspaceId}/items/${item.id}/jobs/instances/${job.id}`,
    "Retry-After": String(timings.retryAfterSeconds),
  };
  if (form === "path" && switches.startLocation === "list") headers.Location = listUrl(call, item, sentType);
  if (form !== "query" || switches.queryFormResponse === "empty") return { status: 202, headers };
  if (switches.queryFormResponse === "arrayWithoutLocation") delete headers.Location;
  const instance = { ...describe(call.world, job), invokeType: "OnDemand", status: "Accepted", jobInstanceId: job.id };
  return { status: 202, headers, body: [instance] };
}

/** The same response as for an unknown path. */
const noSuchForm = (path: string | undefined): ApiError =>
  new ApiError("InvalidRequest", `No API has the path ${path}.`, { status: 404 });

const listUrl = ({ world }: Call, { workspaceId, id }: Item, sentType: string): string =>
  `${world.endpoint}/workspaces/${workspaceId}/items/${id}/jobs/instances?jobType=${sentType}`;

type NewJob = Pick<Job, "jobType" | "sentType" | "run" | "invokeType" | "fault">;

export function addJob(world: World, item: Item, given: NewJob): Job {
  const { clock, switches, timings } = world;
  const job: Job = {
    ...given,
    id: randomUUID(),
    itemId: item.id,
    status: "NotStarted",
    rootActivityId: randomUUID(),
    createdAt: clock.now(),
  };
  const going = item.jobs.some((other) => other.jobType === job.jobType && isActive(other));
  item.jobs.unshift(job);
  if ((going && switches.dedupe) || job.fault?.outcome === "dedupe") {
    end(world, item, job, "Deduped");
    return job;
  }
  if (job.fault?.outcome === "stayNotStarted") return job;
  const duration = job.jobType === "Execute" ? timings.executeMs : timings.applyChangesMs;
  clock.after(Math.min(timings.queuedMs, duration), () => {
    if (job.status !== "NotStarted") return;
    job.status = job.fault?.outcome === "unknownStatus" ? "WaitingForCapacity" : "InProgress";
    job.startedAt = clock.now();
  });
  clock.after(duration, () => finish(world, item, job));
  return job;
}

function finish(world: World, item: Item, job: Job): void {
  const fault = job.fault;
  if (ENDED.includes(job.status) || fault?.outcome === "neverEnds") return;
  if (fault?.outcome === "cancel") return end(world, item, job, "Cancelled");
  const failure =
    fault?.outcome === "fail"
      ? { errorCode: fault.errorCode ?? "EntityUserFailure", message: fault.message ?? "The run failed." }
      : runJob(world, item, job);
  if (failure) {
    job.failureReason = { requestId: job.rootActivityId, ...failure };
    return end(world, item, job, "Failed");
  }
  end(world, item, job, "Completed");
}

function end(world: World, item: Item, job: Job, status: string): void {
  job.status = status;
  job.endedAt = world.clock.now();
  job.startedAt ??= job.createdAt;
  const ended = item.jobs.filter((other) => ENDED.includes(other.status));
  const forgotten = new Set(ended.slice(world.limits.jobHistory));
  if (job.fault?.outcome === "disappear") forgotten.add(job);
  item.jobs = item.jobs.filter((other) => !forgotten.has(other));
}

function describe(world: World, job: Job): JsonObject {
  return {
    id: job.id,
    itemId: job.itemId,
    jobType: world.switches.jobTypeReadBack === "current" ? job.jobType : job.sentType,
    invokeType: job.invokeType,
    status: job.status,
    rootActivityId: job.rootActivityId,
    startTimeUtc: fabricTime(job.startedAt ?? job.createdAt),
    endTimeUtc: job.endedAt === undefined ? null : fabricTime(job.endedAt),
    failureReason: job.failureReason ?? null,
  };
}

function findJob(call: Call, item: Item): Job {
  const job = item.jobs.find((other) => other.id === call.params.jobInstanceId);
  const { clock, timings } = call.world;
  const known = job && clock.now() - job.createdAt >= timings.instanceLagMs;
  if (!known) throw new ApiError("ItemNotFound", "The job instance was not found.");
  return job;
}

export function getJobInstance(call: Call): ApiResponse {
  const job = findJob(call, findItem(call));
  const { switches, timings } = call.world;
  const waits = switches.instanceRetryAfter && !ENDED.includes(job.status);
  return ok(describe(call.world, job), waits ? { "Retry-After": String(timings.retryAfterSeconds) } : {});
}

export function listJobInstances(call: Call): ApiResponse {
  const item = findItem(call);
  const { clock, timings } = call.world;
  const visible = item.jobs.filter((job) => clock.now() - job.createdAt >= timings.instanceLagMs);
  return ok(
    page(
      call,
      visible,
      (job) => job.id,
      (job) => describe(call.world, job),
    ),
  );
}

export function cancelJobInstance(call: Call): ApiResponse {
  workspaceFor(call, "Contributor");
  const item = findItem(call);
  const job = findJob(call, item);
  if (ENDED.includes(job.status)) throw new ApiError("JobAlreadyCompleted");
  end(call.world, item, job, "Cancelled");
  return {
    status: 202,
    headers: {
      Location: `${call.world.endpoint}/workspaces/${item.workspaceId}/items/${item.id}/jobs/instances/${job.id}`,
      "Retry-After": String(call.world.timings.retryAfterSeconds),
    },
  };
}
