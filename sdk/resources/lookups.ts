import * as pulumi from "@pulumi/pulumi";
import { errorText } from "../common/text";
import type { JobInstance } from "../fabric/jobTypes";
import type { DataflowParameter, Item, Workspace } from "../fabric/types";
import type { Lookups } from "../lookup/lookups";
import type {
  ConnectionResult,
  DataflowResult,
  GetConnectionArgs,
  GetDataflowArgs,
  GetDataflowParametersArgs,
  GetItemArgs,
  GetLastRunArgs,
  GetWorkspaceArgs,
  KnownFields,
} from "./lookupArgs";

/*
 * Look-ups run in the program's process, as the identity of the default provider: environment variables FABRIC_..., else the stack's
 * configuration under `fabric:`. What was listed is kept while the program runs. They throw where nothing matches, with near names,
 * and where several things do, with their ids.
 */

type Inputs<T> = T extends unknown ? { [K in keyof T]: pulumi.Input<T[K]> } : never;

/**
 * A workspace by name or id. Throws a `RunError` where none matches, with near names, and where several do, with their ids.
 *
 * https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspaces
 */
export const getWorkspace = (args: GetWorkspaceArgs): Promise<Workspace> => look((all) => all.workspace(args));

/** {@link getWorkspace} for arguments that are Outputs. */
export const getWorkspaceOutput = (args: Inputs<GetWorkspaceArgs>): pulumi.Output<KnownFields<Workspace>> =>
  pulumi.output(args).apply((known): Promise<KnownFields<Workspace>> => getWorkspace(known as GetWorkspaceArgs));

/**
 * An item of a workspace by name or id; those that the service keeps for itself are not found. Throws a `RunError` where none matches, with
 * near names, and where several do, with their ids.
 *
 * @example
 * ```ts
 * const lakehouse = await getItem({ workspaceId, type: "Lakehouse", displayName: "Sales" });
 * ```
 *
 * https://learn.microsoft.com/rest/api/fabric/core/items/list-items
 */
export const getItem = ({ workspaceId, ...wanted }: GetItemArgs): Promise<Item> =>
  look((all) => all.item(workspaceId, wanted));

/** {@link getItem} for arguments that are Outputs. */
export const getItemOutput = (args: Inputs<GetItemArgs>): pulumi.Output<KnownFields<Item>> =>
  pulumi.output(args).apply((known): Promise<KnownFields<Item>> => getItem(known as GetItemArgs));

/**
 * A dataflow by name or id, with its definition on demand. Throws a `RunError` as {@link getItem} does.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items/get-dataflow
 */
export const getDataflow = ({ workspaceId, withDefinition, ...wanted }: GetDataflowArgs): Promise<DataflowResult> =>
  look(async (all) => {
    const item = await all.item(workspaceId, { ...wanted, type: "Dataflow" });
    return withDefinition ? { ...item, definition: await all.definition(workspaceId, item.id) } : item;
  });

/** {@link getDataflow} for arguments that are Outputs. */
export const getDataflowOutput = (args: Inputs<GetDataflowArgs>): pulumi.Output<KnownFields<DataflowResult>> =>
  pulumi.output(args).apply((known): Promise<KnownFields<DataflowResult>> => getDataflow(known as GetDataflowArgs));

/**
 * The public parameters of a dataflow; none where it is not `parametric`.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items/discover-dataflow-parameters
 */
export const getDataflowParameters = (args: GetDataflowParametersArgs): Promise<DataflowParameter[]> =>
  look((all) => all.parameters(args.workspaceId, args.dataflowId));

/** {@link getDataflowParameters} for arguments that are Outputs. */
export const getDataflowParametersOutput = (
  args: Inputs<GetDataflowParametersArgs>,
): pulumi.Output<KnownFields<DataflowParameter>[]> => pulumi.output(args).apply(getDataflowParameters) as never;

/**
 * A connection by id, or by name, kind and path, among those that this identity sees. Throws a `RunError` where none matches and where
 * several do.
 * https://learn.microsoft.com/rest/api/fabric/core/connections/list-connections
 */
export const getConnection = ({ lookUpCluster, ...wanted }: GetConnectionArgs): Promise<ConnectionResult> =>
  look(async (all) => {
    const connection = await all.connection(wanted);
    if (!lookUpCluster) return connection;
    const endpoint = lookUpCluster === true ? "https://api.powerbi.com/v2.0/myorg" : lookUpCluster;
    return { ...connection, clusterId: await all.clusterOf(connection.id, endpoint) };
  });

/** {@link getConnection} for arguments that are Outputs. */
export const getConnectionOutput = (args: Inputs<GetConnectionArgs>): pulumi.Output<KnownFields<ConnectionResult>> =>
  pulumi
    .output(args)
    .apply((known): Promise<KnownFields<ConnectionResult>> => getConnection(known as GetConnectionArgs));

/**
 * The newest run of a dataflow, whoever started it; undefined where Fabric knows none. Asked anew each time.
 * Its `startTimeUtc` and `endTimeUtc` are ISO 8601 in UTC with whole seconds: `2030-01-31T02:30:00Z`.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-job-instances
 */
export const getLastRun = (args: GetLastRunArgs): Promise<JobInstance | undefined> =>
  look((all) => all.lastRun(args.workspaceId, args.dataflowId, args.jobType));

/** {@link getLastRun} for arguments that are Outputs. */
export const getLastRunOutput = (args: Inputs<GetLastRunArgs>): pulumi.Output<KnownFields<JobInstance> | undefined> =>
  pulumi.output(args).apply((known) => getLastRun(known as GetLastRunArgs)) as never;

/** One set of look-ups a run of the program: an Automation API process runs many, and each sees what is there then. */
const open = new WeakMap<object, Lookups>();
const outsideOfPulumi = {};

async function look<T>(use: (lookups: Lookups) => Promise<T>): Promise<T> {
  const run = pulumi.runtime.getMonitor() ?? outsideOfPulumi;
  try {
    let lookups = open.get(run);
    if (!lookups) {
      const { openLookups } = require("../lookup/open") as typeof import("../lookup/open");
      lookups = openLookups((key) => pulumi.runtime.getConfig(`fabric:${key}`), process.env);
      open.set(run, lookups);
    }
    return await use(lookups);
  } catch (e) {
    // A RunError is printed without a stack.
    throw new pulumi.RunError(errorText(e));
  }
}
