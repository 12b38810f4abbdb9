import * as pulumi from "@pulumi/pulumi";
import type { JobInstance } from "../fabric/jobTypes";
import type { Connection, DataflowParameter, Item, Workspace } from "../fabric/types";
import type { Lookups } from "../lookup/lookups";

/*
 * Look-ups run in the program's process, as the identity of the default provider: environment variables FABRIC_..., else the stack's
 * configuration under `fabric:`. What was listed is kept while the program runs. They throw where nothing matches, with near names,
 * and where several things do, with their ids.
 */

/** One of the two. */
export type ByNameOrId = ById | ByName;

/** By id. */
export interface ById {
  /** GUID. */
  id: string;
  /** Left out. */
  displayName?: undefined;
}

/** By name. */
export interface ByName {
  /** Case counts. */
  displayName: string;
  /** Left out. */
  id?: undefined;
}
/**
 * A result with the fields that this version knows, so that they can be read off an Output: `lakehouse.id` of an `Output<Item>`, which has further
 * fields by any name, would be an `Output<unknown>`.
 */
export type KnownFields<T> = { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };

type Inputs<T> = T extends unknown ? { [K in keyof T]: pulumi.Input<T[K]> } : never;

/** Which workspace: by `id` (GUID) or by `displayName`. */
export type GetWorkspaceArgs = ByNameOrId;

/** Which item of the workspace: by `id` (GUID) or by `displayName`. */
export type GetItemArgs = ByNameOrId & {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Fabric's name of it: "Lakehouse", "Warehouse", "Dataflow". Left out: any. */
  type?: string;
};

/** Which dataflow: by `id` (GUID) or by `displayName`. */
export type GetDataflowArgs = ByNameOrId & {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Reads the definition too, which needs permission to write. Default false. */
  withDefinition?: boolean;
};

/** Whose parameters. */
export interface GetDataflowParametersArgs {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Id of the dataflow (GUID). */
  dataflowId: string;
}

/** By id, or by any of the others together. */
export interface GetConnectionArgs {
  /** Id of the connection (GUID). */
  id?: string;
  /** Its display name. */
  displayName?: string;
  /** As a definition or the API writes it, in any case: "SQL", "Sql", "Web". */
  kind?: string;
  /** As the connection shows it: `server;database`, a URL. Case and a trailing slash do not count. */
  path?: string;
  /**
   * Also look up the connection's cluster (`clusterId`), which a definition needs beside its id. Default false, because the call
   * (`https://api.powerbi.com/v2.0/myorg/me/gatewayClusterDatasources`) is not documented. A text is the base URL of another cloud.
   */
  lookUpCluster?: boolean | string;
}

/** A connection, with its cluster where that was looked up. */
export interface ConnectionResult extends Connection {
  /** Id of its cluster (GUID), where `lookUpCluster` asked for it. */
  clusterId?: string;
}

/** Whose runs. */
export interface GetLastRunArgs {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Id of the dataflow (GUID). */
  dataflowId: string;
  /** Runs of this job alone. Left out: of both. */
  jobType?: "Refresh" | "Publish";
}

/** A dataflow that was looked up. */
export interface DataflowResult extends Item {
  /** Part path (`mashup.pq`) to text, where `withDefinition` asked for it. */
  definition?: { [partPath: string]: string };
}

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
    throw new pulumi.RunError(e instanceof Error ? e.message : String(e));
  }
}
