import type { CallLimit } from "./callCounters";

/** Behaviour on which sources disagree, or which differs between tenants. `docs/assumptions.md` lists each switch. */
export interface Switches {
  /** The calls that respond with 202 and a long-running operation instead of 201 or 200. */
  longRunning: {
    create: boolean;
    getDefinition: boolean;
    updateDefinition: boolean;
    executeQuery: boolean;
    testConnection: boolean;
    bulkExport: boolean;
  };
  /** True if two items of the same type in a workspace cannot have the same display name. */
  uniqueNames: boolean;
  /** The status of `ItemDisplayNameAlreadyInUse` and `ItemDisplayNameNotAvailableYet`. Both 400 and 409 were observed. */
  nameConflictStatus: 400 | 409;
  /** The name that wins if the `.platform` of a create has another name than the request. */
  nameOnCreate: "body" | "platform";
  /** How a definition that is read back differs from the one that was sent. */
  reserialise: {
    lineEndings: "crlf" | "lf" | "kept";
    byteOrderMark: boolean;
    dropDefaults: boolean;
    addEmpty: boolean;
    reorder: boolean;
  };
  /** The effect of a run without `executeOption`. */
  defaultExecuteOption: "SkipApplyChanges" | "ApplyChangesIfNeeded";
  /** The result of a run of a dataflow that was never published, without applying changes: the POST is refused, or the run fails. */
  neverPublished: "refuse" | "fail";
  /** The result of a run of a dataflow with unpublished changes, without applying changes: the published definition runs, or the run fails. */
  unpublishedChanges: "runPublished" | "fail";
  /** The response to the first published way to start a job (`?jobType=`). */
  queryFormResponse: "array" | "empty" | "arrayWithoutLocation";
  /** The outcome of a run that a service principal starts. */
  servicePrincipalRuns: "allow" | "fail" | "refuse";
  /** The outcome of any run of a dataflow that a service principal owns. */
  servicePrincipalOwned: "allow" | "fail";
  /** The outcome of a run whose mashup uses a source without an entry in `connections`. */
  unboundSources: "fail" | "run";
  /** True if queries and runs see the connections of a definition that only a create wrote. */
  bindingsOfCreate: "invisible" | "visible";
  /** True if publishing checks the bindings of connections, as a run does. */
  publishChecksConnections: boolean;
  /** The availability of each way to start a job. `typed` also applies to the typed creation of schedules. */
  startForms: { query: FormAvailability; path: FormAvailability; typed: FormAvailability };
  /** The `Location` of a start by path: the instance, or the list, as in two of the specification's examples. */
  startLocation: "instance" | "list";
  /** How a schedule's start and end read back. */
  scheduleTimes: "sent" | "withoutZone" | "fractions";
  /** True if every query's result has the engine's own last column `PQ Arrow Metadata`, not only a failed one. */
  queryMetadataColumn: boolean;
  /** The place of a query's error in its 200: the last column, or the schema's metadata under the column's name or another key. */
  queryErrorPlace: "otherKey" | "schema" | "column";
  /** The form of that error: `{Error}`, or `{IsError, FaultString}`. */
  queryErrorForm: "Error" | "FaultString";
  /** The form of a result: one of Arrow's two. */
  queryForm: "stream" | "file";
  /** True if a query that combines sources is blocked unless its document allows it. */
  privacyFirewall: boolean;
  /** True if a new job becomes `Deduped` while another of its type runs. */
  dedupe: boolean;
  /** The `jobType` of job instances: as it was sent, or the current name. */
  jobTypeReadBack: "sent" | "current";
  /** The `Location` of a finished operation. */
  operationLocation: "absolute" | "relative" | "withoutVersion";
  /** True if an operation's result can be read only once. */
  resultsReadOnce: boolean;
  /** True if the last page has `continuationToken: null` instead of no token. */
  nullContinuation: boolean;
  /** The links to the next page in lists: both, or one of them. */
  continuation: "both" | "token" | "uri";
  /** True if a deleted dataflow goes into the workspace's recycle bin and counts against the limit. Items of other types always do. */
  dataflowsInRecycleBin: boolean;
  /** `allow`: a soft delete works. Otherwise it is refused with this error code. */
  softDelete:
    | "allow"
    | "FeatureNotAvailable"
    | "TenantSwitchDisabled"
    | "UnsupportedItemType"
    | "InvalidTargetItemStateForSoftDeletion"
    | "InvalidParentItemStateForSoftDeletion";
  /** The response to a caller without a role in the workspace. */
  strangers: "InsufficientPrivileges" | "WorkspaceNotFound";
  /** True if the generic body's `parameters` work. Otherwise they are refused with `FeatureNotAvailable`. */
  genericRunParameters: boolean;
  /** True if a create can apply a sensitivity label. Otherwise `ApplyOrFail` fails the create. */
  labelsCanBeApplied: boolean;
  /** True if the first dataflow of a workspace makes the service create its hidden staging items. */
  stagingItems: boolean;
  /** True if the responses of a job instance in progress have `Retry-After`. */
  instanceRetryAfter: boolean;
  /** True if the tenant has the beta API that exports many definitions. Otherwise it responds with `FeatureNotAvailable`. */
  bulkExport: boolean;
  /** True if the tenant has the beta API for relations between items. Otherwise it responds with `FeatureNotAvailable`. */
  relations: boolean;
  /** The way to count the calls of an identity if `limits` sets a number. */
  callLimit: CallLimit;
  /** The `Retry-After` of a 429: the seconds until a call is accepted, always 55 seconds, an HTTP date, or none. */
  retryAfterOfLimit: "rest" | "constant" | "date" | "none";
}

/**
 * `usersOnly` refuses service principals. `dropsParameters` accepts run parameters and silently ignores them.
 */
export type FormAvailability = "yes" | "absent" | "usersOnly" | "dropsParameters";

/** Durations in milliseconds of the emulator's own clock. All are small, so that suites are fast. */
export interface Timings {
  /** `Retry-After` of operations and jobs, in seconds; the service sends 20, 30 and 60. */
  retryAfterSeconds: number;
  operationMs: number;
  executeMs: number;
  applyChangesMs: number;
  /** The time for which a job instance is `NotStarted`. */
  queuedMs: number;
  /** The time for which the name of a deleted item stays reserved. On the service: 20 s to 5 min. */
  nameReservedMs: number;
  /** Eventual consistency: the time for which a new item is missing from lists, or responds with 404. */
  listLagMs: number;
  getLagMs: number;
  instanceLagMs: number;
  /** The time for which a new workspace is not found, or has no capacity. */
  workspaceLagMs: number;
  capacityLagMs: number;
  /** The duration of a query, and its upper bound (90 s on the service). */
  queryMs: number;
}

export interface Limits {
  pageSize: number;
  /** Calls of one principal in one window, by rate-limit group (platform, jobs, operations). 0 means no limit. */
  callsPerWindow: number;
  windowMs: number;
  /** Milliseconds of a second in the `Retry-After` of a 429. The number is smaller if a minute is scaled down. Fractions violate the specification. */
  secondMs: number;
  jobsPerWindow: number;
  itemsPerWorkspace: number;
  schedulesPerItem: number;
  jobHistory: number;
  folderDepth: number;
  foldersPerWorkspace: number;
  /** A query that takes longer (`timings.queryMs`) fails. */
  queryMs: number;
}

export const defaultSwitches = (): Switches => ({
  longRunning: {
    create: false,
    getDefinition: false,
    updateDefinition: false,
    executeQuery: false,
    testConnection: false,
    bulkExport: false,
  },
  uniqueNames: true,
  nameConflictStatus: 409,
  nameOnCreate: "body",
  reserialise: { lineEndings: "crlf", byteOrderMark: false, dropDefaults: true, addEmpty: true, reorder: true },
  defaultExecuteOption: "SkipApplyChanges",
  neverPublished: "fail",
  unpublishedChanges: "runPublished",
  queryFormResponse: "array",
  servicePrincipalRuns: "fail",
  servicePrincipalOwned: "allow",
  unboundSources: "fail",
  bindingsOfCreate: "invisible",
  publishChecksConnections: false,
  startForms: { query: "dropsParameters", path: "yes", typed: "usersOnly" },
  startLocation: "instance",
  scheduleTimes: "withoutZone",
  queryMetadataColumn: true,
  queryErrorPlace: "otherKey",
  queryErrorForm: "Error",
  queryForm: "stream",
  privacyFirewall: true,
  dedupe: true,
  jobTypeReadBack: "sent",
  operationLocation: "absolute",
  resultsReadOnce: false,
  nullContinuation: false,
  continuation: "both",
  dataflowsInRecycleBin: false,
  softDelete: "allow",
  strangers: "InsufficientPrivileges",
  genericRunParameters: true,
  labelsCanBeApplied: true,
  stagingItems: true,
  instanceRetryAfter: true,
  bulkExport: true,
  relations: true,
  callLimit: "fixedWindow",
  retryAfterOfLimit: "rest",
});

export const defaultTimings = (): Timings => ({
  retryAfterSeconds: 0,
  operationMs: 5,
  executeMs: 15,
  applyChangesMs: 10,
  queuedMs: 3,
  nameReservedMs: 0,
  listLagMs: 0,
  getLagMs: 0,
  instanceLagMs: 0,
  workspaceLagMs: 0,
  capacityLagMs: 0,
  queryMs: 0,
});

export const defaultLimits = (): Limits => ({
  pageSize: 100,
  callsPerWindow: 0,
  windowMs: 60_000,
  secondMs: 1_000,
  jobsPerWindow: 0,
  itemsPerWorkspace: 1000,
  schedulesPerItem: 20,
  jobHistory: 100,
  folderDepth: 10,
  foldersPerWorkspace: 1000,
  queryMs: 90_000,
});

export type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };

/** Changes only the keys of `change`. A key that does not exist is an error, so that a typo is reported. */
export function merge<T extends object>(target: T, change: DeepPartial<T> | undefined, path = ""): void {
  for (const [key, value] of Object.entries(change ?? {})) {
    if (!(key in target)) throw new Error(`there is no ${path}${key}; there is ${Object.keys(target).join(", ")}`);
    const own = (target as Record<string, unknown>)[key];
    if (typeof own === "object" && own !== null) merge(own, value as object, `${path}${key}.`);
    else if (typeof own !== typeof value) throw new Error(`${path}${key} is a ${typeof own}`);
    else (target as Record<string, unknown>)[key] = value;
  }
}
