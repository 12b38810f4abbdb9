import { FabricClient, type FabricClientOptions } from "./client";
import type { ExecutionData, StartedJob } from "./jobTypes";
import { signIn, type SignIn } from "./signIn";
import type { CallOptions } from "./callOptions";

/** How a {@link FabricDataflowClient} signs in, waits and retries. */
export interface FabricDataflowClientOptions extends SignIn, Omit<FabricClientOptions, "credential"> {}

/** Returns a method of a group, bound to it, for use under another name. */
function method<T extends object, K extends keyof T>(group: T, name: K): T[K] {
  const called = group[name];
  return (typeof called === "function" ? called.bind(group) : called) as T[K];
}

/**
 * All operations of the REST API for dataflows. Each method has the name of its operation in the reference. The
 * groups of {@link FabricClient} (`client.items.get`) are the same methods under shorter names.
 *
 * Every method takes `{ signal, timeoutMs }` last. Methods throw:
 * - `FabricError`: the service refused the call. Branch on `errorCode`.
 * - `OperationFailedError`: the service accepted the operation, and it failed.
 * - `NoResponseError`: no usable response came. If `mayHaveTakenEffect` is true, check what the service did before you repeat the call.
 * - `DeadlineError`: `timeoutMs` passed.
 *
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items
 *
 * @example The dataflows of a workspace
 * ```ts
 * const client = new FabricDataflowClient({ token });
 * for await (const dataflow of client.listDataflows(workspaceId)) console.log(dataflow.displayName);
 * ```
 *
 * @example A refresh, and the wait for its end
 * ```ts
 * const client = new FabricDataflowClient();
 * const { jobInstanceId } = await client.runOnDemandExecute(workspaceId, dataflowId);
 * const run = await client.waitForItemJobInstance(workspaceId, dataflowId, jobInstanceId);
 * if (run.status !== "Completed") throw new Error(`${run.status}: ${run.failureReason?.message}`);
 * ```
 */
export class FabricDataflowClient extends FabricClient {
  /** Without `token`, `getToken` and `credential`, the client signs in with the environment variables (`FABRIC_TENANT_ID`, ...). */
  constructor(options: FabricDataflowClientOptions = {}) {
    super(signIn(options));
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/items/list-items */
  readonly listItems = method(this.items, "list");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/create-item */
  readonly createItem = method(this.items, "create");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/get-item */
  readonly getItem = method(this.items, "get");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/update-item */
  readonly updateItem = method(this.items, "update");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/delete-item */
  readonly deleteItem = method(this.items, "delete");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/get-item-definition */
  readonly getItemDefinition = method(this.items, "getDefinition");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/update-item-definition */
  readonly updateItemDefinition = method(this.items, "updateDefinition");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/bulk-export-item-definitions(beta) */
  readonly bulkExportItemDefinitions = method(this.items, "bulkExportDefinitions");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/get-downstream-relations(beta) */
  readonly getDownstreamRelations = method(this.items, "downstreamRelations");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/move-item */
  readonly moveItem = method(this.items, "move");
  /** https://learn.microsoft.com/rest/api/fabric/core/items/list-item-connections */
  readonly listItemConnections = method(this.items, "listConnections");
  /** https://learn.microsoft.com/rest/api/fabric/core/tags/apply-tags */
  readonly applyTags = method(this.items, "applyTags");
  /** https://learn.microsoft.com/rest/api/fabric/core/tags/unapply-tags */
  readonly unapplyTags = method(this.items, "unapplyTags");
  /** https://learn.microsoft.com/rest/api/fabric/core/tags/list-tags */
  readonly listTags = method(this.tags, "list");

  /** https://learn.microsoft.com/rest/api/fabric/dataflow/items/list-dataflows */
  readonly listDataflows = method(this.dataflows, "list");
  /** https://learn.microsoft.com/rest/api/fabric/dataflow/items/create-dataflow */
  readonly createDataflow = method(this.dataflows, "create");
  /** https://learn.microsoft.com/rest/api/fabric/dataflow/items/get-dataflow */
  readonly getDataflow = method(this.dataflows, "get");
  /** https://learn.microsoft.com/rest/api/fabric/dataflow/items/update-dataflow */
  readonly updateDataflow = method(this.dataflows, "update");
  /** https://learn.microsoft.com/rest/api/fabric/dataflow/items/delete-dataflow */
  readonly deleteDataflow = method(this.dataflows, "delete");
  /** https://learn.microsoft.com/rest/api/fabric/dataflow/items/get-dataflow-definition */
  readonly getDataflowDefinition = method(this.dataflows, "getDefinition");
  /** https://learn.microsoft.com/rest/api/fabric/dataflow/items/update-dataflow-definition */
  readonly updateDataflowDefinition = method(this.dataflows, "updateDefinition");
  /** https://learn.microsoft.com/rest/api/fabric/dataflow/items/discover-dataflow-parameters */
  readonly discoverDataflowParameters = method(this.dataflows, "discoverParameters");
  /** https://learn.microsoft.com/rest/api/fabric/dataflow/query-execution/execute-query */
  readonly executeQuery = method(this.dataflows, "executeQuery");

  /**
   * Starts a refresh and returns once the service accepted it. By default, unpublished changes are applied first (`ApplyChangesIfNeeded`).
   * https://learn.microsoft.com/rest/api/fabric/dataflow/background-jobs/run-on-demand-execute
   */
  runOnDemandExecute(
    workspaceId: string,
    dataflowId: string,
    run: Partial<ExecutionData> = {},
    options?: CallOptions,
  ): Promise<StartedJob> {
    const executionData = { executeOption: "ApplyChangesIfNeeded", ...run };
    return this.jobs.start(workspaceId, dataflowId, "Execute", { ...options, executionData });
  }

  /**
   * Starts a publish and returns once the service accepted it. A publish validates every query, which may take tens of minutes.
   * https://learn.microsoft.com/rest/api/fabric/dataflow/background-jobs/run-on-demand-apply-changes
   */
  runOnDemandApplyChanges(workspaceId: string, dataflowId: string, options?: CallOptions): Promise<StartedJob> {
    return this.jobs.start(workspaceId, dataflowId, "ApplyChanges", options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/run-on-demand-item-job */
  readonly runOnDemandItemJob = method(this.jobs, "start");
  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/get-item-job-instance */
  readonly getItemJobInstance = method(this.jobs, "get");
  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-job-instances */
  readonly listItemJobInstances = method(this.jobs, "list");
  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/cancel-item-job-instance */
  readonly cancelItemJobInstance = method(this.jobs, "cancel");
  /** Resolves when a job instance has ended, also if it failed. Reports its progress to `onProgress`. Default time-out 25 hours. */
  readonly waitForItemJobInstance = method(this.jobs, "wait");

  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-schedules */
  readonly listItemSchedules = method(this.schedules, "list");
  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/create-item-schedule */
  readonly createItemSchedule = method(this.schedules, "create");
  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/get-item-schedule */
  readonly getItemSchedule = method(this.schedules, "get");
  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/update-item-schedule */
  readonly updateItemSchedule = method(this.schedules, "update");
  /** https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/delete-item-schedule */
  readonly deleteItemSchedule = method(this.schedules, "delete");

  /** https://learn.microsoft.com/rest/api/fabric/core/long-running-operations/get-operation-state */
  readonly getOperationState = method(this.operations, "get");
  /** https://learn.microsoft.com/rest/api/fabric/core/long-running-operations/get-operation-result */
  readonly getOperationResult = method(this.operations, "getResult");
  /** Resolves when a long-running operation has succeeded. Throws `OperationFailedError` if it fails. Default time-out 20 minutes. */
  readonly waitForOperation = method(this.operations, "wait");

  /** https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspaces */
  readonly listWorkspaces = method(this.workspaces, "list");
  /** https://learn.microsoft.com/rest/api/fabric/core/workspaces/get-workspace */
  readonly getWorkspace = method(this.workspaces, "get");
  /** https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspace-role-assignments */
  readonly listWorkspaceRoleAssignments = method(this.workspaces, "roleAssignments");
  /** https://learn.microsoft.com/rest/api/fabric/core/folders/list-folders */
  readonly listFolders = method(this.folders, "list");
  /** https://learn.microsoft.com/rest/api/fabric/core/folders/get-folder */
  readonly getFolder = method(this.folders, "get");
  /** https://learn.microsoft.com/rest/api/fabric/core/connections/list-connections */
  readonly listConnections = method(this.connections, "list");
  /** https://learn.microsoft.com/rest/api/fabric/core/connections/get-connection */
  readonly getConnection = method(this.connections, "get");
  /** https://learn.microsoft.com/rest/api/fabric/core/connections/test-connection */
  readonly testConnection = method(this.connections, "test");
}
