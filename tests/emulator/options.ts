import type { CallLimit } from "./callCounters";

/** Behaviour on which sources disagree, or that a tenant may have either way. `docs/assumptions.md` lists each. */
export interface Switches {
  /** Which calls answer 202 and a long-running operation instead of 201 or 200. */
  longRunning: {
    create: boolean;
    getDefinition: boolean;
    updateDefinition: boolean;
    executeQuery: boolean;
    testConnection: boolean;
    bulkExport: boolean;
  };
  /** Whether two items of one type in a workspace may have the same display name. */
  uniqueNames: boolean;
  /** Status of `ItemDisplayNameAlreadyInUse` and `ItemDisplayNameNotAvailableYet`; both were seen as 400 and as 409. */
  nameConflictStatus: 400 | 409;
  /** Which name wins when a created definition's `.platform` names another one than the request. */
  nameOnCreate: "body" | "platform";
  /** How a definition differs from what was sent when it is read back. */
  reserialise: {
    lineEndings: "crlf" | "lf" | "kept";
    byteOrderMark: boolean;
    dropDefaults: boolean;
    addEmpty: boolean;
    reorder: boolean;
  };
  /** What a run does without `executeOption`. */
  defaultExecuteOption: "SkipApplyChanges" | "ApplyChangesIfNeeded";
  /** A run of a dataflow that was never published, without applying changes: the POST is refused, or the run fails. */
  neverPublished: "refuse" | "fail";
  /** A run without applying changes, when the edited definition differs: the published one runs, or the run fails. */
  unpublishedChanges: "runPublished" | "fail";
  /** What the first published way to start a job (`?jobType=`) answers. */
  queryFormAnswer: "array" | "empty" | "arrayWithoutLocation";
  /** A run that a service principal starts. */
  servicePrincipalRuns: "allow" | "fail" | "refuse";
  /** A run of a dataflow whose owner is a service principal, whoever starts it. */
  servicePrincipalOwned: "allow" | "fail";
  /** A run whose mashup uses a source that no entry of `connections` covers. */
  unboundSources: "fail" | "run";
  /** Whether queries and runs see the connections of a definition that only a create has written. */
  bindingsOfCreate: "invisible" | "visible";
  /** Publishing checks the bindings of connections too, not only a run. */
  publishChecksConnections: boolean;
  /** How each form to start a job is there; `typed` holds for the typed creation of schedules too. */
  startForms: { query: FormAvailability; path: FormAvailability; typed: FormAvailability };
  /** What the `Location` of a start by path names: the instance, or, as two of the specification's examples, the list. */
  startLocation: "instance" | "list";
  /** How a schedule's start and end read back. */
  scheduleTimes: "sent" | "withoutZone" | "fractions";
  /** Every query's result has the engine's own last column `PQ Arrow Metadata`, not only one that failed. */
  queryMetadataColumn: boolean;
  /** Where the error of a query is, inside its 200: the last column, the schema's metadata under the column's name or another key. */
  queryErrorPlace: "otherKey" | "schema" | "column";
  /** How that error is written: `{Error}`, or `{IsError, FaultString}`. */
  queryErrorForm: "Error" | "FaultString";
  /** Which of Arrow's two forms a result has. */
  queryForm: "stream" | "file";
  /** Whether a query that combines sources is blocked where nothing in its document allows it. */
  privacyFirewall: boolean;
  /** A job of the same type that is already going makes a new one `Deduped`. */
  dedupe: boolean;
  /** How `jobType` reads back in job instances: as it was sent, or under the current name. */
  jobTypeReadBack: "sent" | "current";
  /** What the answer to a finished operation names as its `Location`. */
  operationLocation: "absolute" | "relative" | "withoutVersion";
  /** A result of an operation can be read once. */
  resultsReadOnce: boolean;
  /** The last page holds `continuationToken: null` instead of no token. */
  nullContinuation: boolean;
  /** Lists give both ways to the next page, or one. */
  continuation: "both" | "token" | "uri";
  /** Whether a deleted dataflow goes into the workspace's recycle bin, and counts there. Items of other types do. */
  dataflowsInRecycleBin: boolean;
  /** Whether the deleted item keeps its place until it is hard deleted; otherwise it is refused with this code. */
  softDelete:
    | "allow"
    | "FeatureNotAvailable"
    | "TenantSwitchDisabled"
    | "UnsupportedItemType"
    | "InvalidTargetItemStateForSoftDeletion"
    | "InvalidParentItemStateForSoftDeletion";
  /** What somebody without a role in a workspace is told. */
  strangers: "InsufficientPrivileges" | "WorkspaceNotFound";
  /** Whether the run form of the generic body (`parameters`) is understood, or `FeatureNotAvailable`. */
  genericRunParameters: boolean;
  /** Whether a sensitivity label can be applied on create; otherwise `ApplyOrFail` fails the create. */
  labelsCanBeApplied: boolean;
  /** Whether the first dataflow of a workspace leaves the service's hidden staging items. */
  stagingItems: boolean;
  /** Answers of a job instance in progress carry `Retry-After`. */
  instanceRetryAfter: boolean;
  /** Whether the tenant has the export of many definitions, which is in beta; otherwise `FeatureNotAvailable`. */
  bulkExport: boolean;
  /** Whether the tenant tells what uses an item, which is in beta; otherwise `FeatureNotAvailable`. */
  relations: boolean;
  /** How the calls of an identity are counted where `limits` sets a number. */
  callLimit: CallLimit;
  /** What `Retry-After` of a 429 says: until a call is taken again, always 55 seconds, an HTTP date, or nothing. */
  retryAfterOfLimit: "rest" | "constant" | "date" | "none";
}

/**
 * `usersOnly` refuses service principals. `dropsParameters` takes run parameters and does not pass them on, without a word.
 */
export type FormAvailability = "yes" | "absent" | "usersOnly" | "dropsParameters";

/** Durations in milliseconds of the emulator's own clock. All small, so that suites are fast. */
export interface Timings {
  /** `Retry-After` of operations and jobs, in seconds; the service sends 20, 30 and 60. */
  retryAfterSeconds: number;
  operationMs: number;
  executeMs: number;
  applyChangesMs: number;
  /** How long a job instance is `NotStarted`. */
  queuedMs: number;
  /** How long the name of a deleted item stays reserved; 20 s to 5 min on the service. */
  nameReservedMs: number;
  /** Eventual consistency: a new item is missing from lists, or answers 404, for so long. */
  listLagMs: number;
  getLagMs: number;
  instanceLagMs: number;
  /** How long a new workspace is not found, or has no capacity yet. */
  workspaceLagMs: number;
  capacityLagMs: number;
  /** How long a query takes, and its upper bound (90 s on the service). */
  queryMs: number;
}

export interface Limits {
  pageSize: number;
  /** Calls of one principal in one window and one bucket (platform, jobs, operations); 0 is no limit. */
  callsPerWindow: number;
  windowMs: number;
  /** How long a second is that `Retry-After` of a 429 counts; less where a minute is scaled down. Fractions are against the specification. */
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
  queryFormAnswer: "array",
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

/** Changes only what `change` names; a key that does not exist is an error, so that a misspelt switch is not silent. */
export function merge<T extends object>(target: T, change: DeepPartial<T> | undefined, path = ""): void {
  for (const [key, value] of Object.entries(change ?? {})) {
    if (!(key in target)) throw new Error(`there is no ${path}${key}; there is ${Object.keys(target).join(", ")}`);
    const own = (target as Record<string, unknown>)[key];
    if (typeof own === "object" && own !== null) merge(own, value as object, `${path}${key}.`);
    else if (typeof own !== typeof value) throw new Error(`${path}${key} is a ${typeof own}`);
    else (target as Record<string, unknown>)[key] = value;
  }
}
