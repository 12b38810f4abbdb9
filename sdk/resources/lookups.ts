import * as pulumi from "@pulumi/pulumi";
import type { JobInstance } from "../fabric/jobTypes";
import type { DataflowParameter, Folder, Item, Tag, Workspace } from "../fabric/types";
import type {
  ConnectionOf,
  GetDataflowResult,
  GetConnectionArgs,
  GetDataflowArgs,
  GetDataflowParametersArgs,
  GetFolderArgs,
  GetItemArgs,
  GetLastRunArgs,
  GetTagArgs,
  GetWorkspaceArgs,
  KnownFields,
} from "./lookupArgs";
import { known, lookUp } from "./lookUp";

/*
 * Look-ups run in the program's process with the default provider's identity: environment variables FABRIC_..., else
 * the stack's configuration under `fabric-dataflow:`. Lists are kept while the program runs. Look-ups throw if nothing
 * matches, with similar names, and if several things match, with their ids. With `pulumi.runtime.setMocks` they only
 * call the mocks' `call`, as `fabric-dataflow:index:getWorkspace` and so on, and nothing signs in.
 */

type Inputs<T> = T extends unknown ? { [K in keyof T]: pulumi.Input<T[K]> } : never;

/**
 * Returns a workspace by name or id. Throws a `RunError` if none matches, with similar names, or if several do, with
 * their ids.
 *
 * https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspaces
 *
 * @example
 * ```ts
 * const workspace = await getWorkspace({ displayName: "Finance" });
 * new Dataflow("sales", { workspaceId: workspace.id });
 * ```
 */
export const getWorkspace = (args: GetWorkspaceArgs, opts?: pulumi.InvokeOptions): Promise<Workspace> =>
  lookUp("getWorkspace", args, opts);

/** {@link getWorkspace} for arguments that are Outputs. */
export const getWorkspaceOutput = (
  args: Inputs<GetWorkspaceArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<Workspace>> => known(args, opts, getWorkspace);

/**
 * Returns a folder of a workspace by its path, `Finance/Daily`. Throws a `RunError` if none matches, with similar
 * paths.
 * https://learn.microsoft.com/rest/api/fabric/core/folders/list-folders
 */
export const getFolder = (args: GetFolderArgs, opts?: pulumi.InvokeOptions): Promise<Folder> =>
  lookUp("getFolder", args, opts);

/** {@link getFolder} for arguments that are Outputs. */
export const getFolderOutput = (
  args: Inputs<GetFolderArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<Folder>> => known(args, opts, getFolder);

/**
 * Returns a tag of the tenant by its name. Throws a `RunError` if none matches, with similar names, or if several do,
 * with their ids.
 * https://learn.microsoft.com/rest/api/fabric/core/tags/list-tags
 */
export const getTag = (args: GetTagArgs, opts?: pulumi.InvokeOptions): Promise<Tag> => lookUp("getTag", args, opts);

/** {@link getTag} for arguments that are Outputs. */
export const getTagOutput = (
  args: Inputs<GetTagArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<Tag>> => known(args, opts, getTag);

/**
 * Returns an item of a workspace by name or id. Items that the service keeps for itself are not found. Throws a
 * `RunError` if none matches, with similar names, or if several do, with their ids.
 *
 * @example
 * ```ts
 * const lakehouse = await getItem({ workspaceId, type: "Lakehouse", displayName: "Sales" });
 * ```
 *
 * https://learn.microsoft.com/rest/api/fabric/core/items/list-items
 */
export const getItem = (args: GetItemArgs, opts?: pulumi.InvokeOptions): Promise<Item> => lookUp("getItem", args, opts);

/** {@link getItem} for arguments that are Outputs. */
export const getItemOutput = (
  args: Inputs<GetItemArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<Item>> => known(args, opts, getItem);

/**
 * Returns a dataflow by name or id, with its definition if `withDefinition` is true. Throws a `RunError` as
 * {@link getItem} does.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items/get-dataflow
 *
 * @example
 * ```ts
 * const sales = await getDataflow({ workspaceId, displayName: "Sales", withDefinition: true });
 * const mashup = sales.definition?.["mashup.pq"];
 * ```
 */
export const getDataflow = (args: GetDataflowArgs, opts?: pulumi.InvokeOptions): Promise<GetDataflowResult> =>
  lookUp("getDataflow", args, opts);

/** {@link getDataflow} for arguments that are Outputs. */
export const getDataflowOutput = (
  args: Inputs<GetDataflowArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<GetDataflowResult>> => known(args, opts, getDataflow);

/**
 * Returns the public parameters of a dataflow; an empty list if it is not `parametric`.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items/discover-dataflow-parameters
 */
export const getDataflowParameters = (
  args: GetDataflowParametersArgs,
  opts?: pulumi.InvokeOptions,
): Promise<DataflowParameter[]> => lookUp("getDataflowParameters", args, opts);

/** {@link getDataflowParameters} for arguments that are Outputs. */
export const getDataflowParametersOutput = (
  args: Inputs<GetDataflowParametersArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<DataflowParameter>[]> => known(args, opts, getDataflowParameters);

/**
 * Returns a connection by id, or by name, kind and path, among those that this identity sees. Throws a `RunError` if none matches, with
 * similar values, or if several do, with their ids.
 * https://learn.microsoft.com/rest/api/fabric/core/connections/list-connections
 *
 * @example The connection for a source of a definition
 * ```ts
 * const sql = await getConnection({ kind: "SQL", path: "prod-sql.example.org;Sales", lookUpCluster: true });
 * const connection = { clusterId: sql.clusterId, datasourceId: sql.id };
 * ```
 */
export const getConnection = <Args extends GetConnectionArgs>(
  args: Args,
  opts?: pulumi.InvokeOptions,
): Promise<ConnectionOf<Args>> => lookUp("getConnection", args, opts);

/** {@link getConnection} for arguments that are Outputs. */
export const getConnectionOutput = <Args extends Inputs<GetConnectionArgs>>(
  args: Args,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<ConnectionOf<Args>>> =>
  known<GetConnectionArgs, unknown>(args, opts, getConnection) as pulumi.Output<KnownFields<ConnectionOf<Args>>>;

/**
 * Returns the newest run of a dataflow, whoever started it; undefined if Fabric knows none. It is read again each time.
 * `startTimeUtc` and `endTimeUtc` are ISO 8601 in UTC with whole seconds: `2030-01-31T02:30:00Z`.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-job-instances
 *
 * @example
 * ```ts
 * const run = await getLastRun({ workspaceId, dataflowId, jobType: "Refresh" });
 * const hasFailed = run?.status === "Failed";
 * ```
 */
export const getLastRun = (args: GetLastRunArgs, opts?: pulumi.InvokeOptions): Promise<JobInstance | undefined> =>
  lookUp("getLastRun", args, opts);

/** {@link getLastRun} for arguments that are Outputs. */
export const getLastRunOutput = (
  args: Inputs<GetLastRunArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<JobInstance> | undefined> => known(args, opts, getLastRun);
