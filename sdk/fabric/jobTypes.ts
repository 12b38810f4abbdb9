/**
 * The jobs of a dataflow. `Execute` and `Refresh` are one type under two names, as are `ApplyChanges` and `Publish`;
 * an instance may read back under the other name than the one it was started by.
 */
export type DataflowJobType = "Refresh" | "Publish" | "Execute" | "ApplyChanges";

/**
 * The URL a job is started by: `query` `/items/{id}/jobs/instances?jobType=`, `path` `/items/{id}/jobs/{jobType}/instances`, `typed`
 * `/dataflows/{id}/jobs/{execute|applyChanges}/instances` (a preview that is closed to service principals).
 */
export type JobStartForm = "typed" | "query" | "path";

/** The value of a public parameter for one run. */
export interface RunParameter {
  /** Case counts. */
  parameterName: string;
  /** The service reads the value by the parameter's own type. */
  type: "Automatic";
  /** Text, number, true or false; dates and durations as ISO 8601 texts. */
  value: unknown;
}

/** What a run of `Execute` is told. */
export interface ExecutionData {
  /** Whether changes that were not yet published are applied first. */
  executeOption: "ApplyChangesIfNeeded" | "SkipApplyChanges";
  /** Values of public parameters, by their exact names. */
  parameters?: RunParameter[];
}

/** What the service says about a job that it accepted. */
export interface StartedJob {
  /** GUID. */
  jobInstanceId: string;
  /** Milliseconds to wait before the first look at the instance. */
  retryAfterMs?: number;
  /** What a person should know about the start. Absent where all is as usual. */
  note?: string;
}

/** Why a job failed. */
export interface JobFailure {
  /** Fabric's code. */
  errorCode?: string;
  /** Fabric's message. */
  message?: string;
  /** What Microsoft's support asks for. */
  requestId?: string;
  [field: string]: unknown;
}

/** One run of a job. Times are ISO 8601, sometimes without `Z`, always UTC, with up to 7 digits of a second. */
export interface JobInstance {
  /** GUID. */
  id: string;
  /** GUID of the item. */
  itemId: string;
  /** Under one of its two names: compare with `sameJobType`. */
  jobType: string;
  /** `Manual`, `Scheduled`; `OnDemand` has been seen. */
  invokeType: string;
  /** `NotStarted`, `InProgress`, `Completed`, `Failed`, `Cancelled`, `Deduped`; more may be added. */
  status: string;
  /** GUID, for Microsoft's support. */
  rootActivityId?: string;
  /** When it began. */
  startTimeUtc?: string;
  /** When it ended. */
  endTimeUtc?: string;
  /** Why it failed. */
  failureReason?: JobFailure | null;
  [field: string]: unknown;
}

const aliases = new Map([
  ["refresh", "execute"],
  ["execute", "execute"],
  ["publish", "applyChanges"],
  ["applychanges", "applyChanges"],
]);

/** The current name, as the typed paths write it, or the type itself where it is not a dataflow's. */
export function currentJobType(jobType: string): string {
  return aliases.get(jobType.toLowerCase()) ?? jobType;
}

/** Whether two names mean one job type: aliases count, case does not. */
export function sameJobType(one: string, other: string): boolean {
  return currentJobType(one).toLowerCase() === currentJobType(other).toLowerCase();
}

/** What a job instance has come to. */
export type JobOutcome = "running" | "completed" | "failed" | "cancelled" | "deduped";

/** What a job instance's status means. A word that this version does not know means that it still runs. */
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
