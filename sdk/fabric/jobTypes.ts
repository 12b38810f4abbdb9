/**
 * The job types of a dataflow. `Execute` and `Refresh` are one type under two names, as are `ApplyChanges` and `Publish`.
 * The service may return an instance under the other name.
 */
export type DataflowJobType = "Refresh" | "Publish" | "Execute" | "ApplyChanges";

/**
 * The form of the URL that starts a job:
 * - `query`: `/items/{id}/jobs/instances?jobType=`
 * - `path`: `/items/{id}/jobs/{jobType}/instances`
 * - `typed`: `/dataflows/{id}/jobs/{execute|applyChanges}/instances`, a preview that is closed to service principals
 */
export type JobStartForm = "typed" | "query" | "path";

/** The value of a public parameter for one run. */
export interface RunParameter {
  /** Name of the parameter (case-sensitive). */
  parameterName: string;
  /** `Automatic`: the service reads the value by the parameter's own type. */
  type: "Automatic";
  /** Text, number, true or false. Dates and durations are ISO 8601 texts. */
  value: unknown;
}

/** The input of a run of `Execute`. */
export interface ExecutionData {
  /** `ApplyChangesIfNeeded` applies unpublished changes first; `SkipApplyChanges` does not. */
  executeOption: "ApplyChangesIfNeeded" | "SkipApplyChanges";
  /** Values of public parameters. */
  parameters?: RunParameter[];
}

/** A job instance whose start the service accepted. */
export interface StartedJob {
  /** Id of the job instance (GUID). */
  jobInstanceId: string;
  /** Milliseconds to wait before the first poll of the instance. Absent if the service does not say. */
  retryAfterMs?: number;
  /** A note for people, if the start was unusual. */
  note?: string;
}

/** Why a job failed. */
export interface JobFailure {
  /** Fabric's code. */
  errorCode?: string;
  /** Fabric's message. */
  message?: string;
  /** Id of the request, for Microsoft's support. */
  requestId?: string;
  [field: string]: unknown;
}

/** One run of a job. Times are ISO 8601, sometimes without `Z`, always UTC, with up to 7 digits of a second. */
export interface JobInstance {
  /** Id of the job instance (GUID). */
  id: string;
  /** Id of the item (GUID). */
  itemId: string;
  /** One of the two names of the job type: compare with `sameJobType`. */
  jobType: string;
  /** `Manual` or `Scheduled`; `OnDemand` has been seen. */
  invokeType: string;
  /** `NotStarted`, `InProgress`, `Completed`, `Failed`, `Cancelled` or `Deduped`. The service may add more. */
  status: string;
  /** Id of the root activity (GUID), for Microsoft's support. */
  rootActivityId?: string;
  /** When the run began. Absent before. */
  startTimeUtc?: string;
  /** When the run ended. Absent before. */
  endTimeUtc?: string;
  /** Why the run failed. Null or absent if it did not. */
  failureReason?: JobFailure | null;
  [field: string]: unknown;
}

const aliases = new Map([
  ["refresh", "execute"],
  ["execute", "execute"],
  ["publish", "applyChanges"],
  ["applychanges", "applyChanges"],
]);

/** Returns the current name of a job type, as the typed paths write it, or the type itself if it is not one of a dataflow. */
export function currentJobType(jobType: string): string {
  return aliases.get(jobType.toLowerCase()) ?? jobType;
}

/** True if two names mean one job type. Case is ignored. */
export function sameJobType(one: string, other: string): boolean {
  return currentJobType(one).toLowerCase() === currentJobType(other).toLowerCase();
}

/** How a job instance ended, or `running` if it is active. */
export type JobOutcome = "running" | "completed" | "failed" | "cancelled" | "deduped";

/**
 * Returns the outcome for a job instance's status. A status that this version does not know means that the run is active.
 */
export function jobOutcome(status: string | undefined): JobOutcome {
  switch (status?.toLowerCase()) {
    case "completed":
      return "completed";
    case "failed":
      return "failed";
    case "cancelled":
    case "canceled":
      return "cancelled";
    case "deduped":
      return "deduped";
    default:
      return "running";
  }
}
