import type { Connection } from "../fabric/connectionTypes";
import type { Item } from "../fabric/types";

/** An id or a name, not both. */
export type ByNameOrId = ById | ByName;

/** By id. */
export interface ById {
  /** Id (GUID). */
  id: string;
  /** Must be left out. */
  displayName?: undefined;
}

/** By name. */
export interface ByName {
  /** Display name (case-sensitive). */
  displayName: string;
  /** Must be left out. */
  id?: undefined;
}

/**
 * A result with only the fields that this version knows, so that an Output gives them their types. `Item` also has
 * fields of any name, so `lakehouse.id` of an `Output<Item>` would be an `Output<unknown>`.
 */
export type KnownFields<T> = { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };

/** Selects a workspace: by `id` (GUID) or by `displayName`. */
export type GetWorkspaceArgs = ByNameOrId;

/** Selects a folder of a workspace. */
export interface GetFolderArgs {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Path in the workspace, `Finance/Daily` (case-sensitive). */
  path: string;
}

/** Selects a tag of the tenant. */
export interface GetTagArgs {
  /** Display name (case-sensitive). */
  displayName: string;
}

/** Selects an item of the workspace: by `id` (GUID) or by `displayName`. */
export type GetItemArgs = ByNameOrId & {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Fabric's name of the item's type: "Lakehouse", "Warehouse", "Dataflow". Left out: any type. */
  type?: string;
};

/** Selects a dataflow: by `id` (GUID) or by `displayName`. */
export type GetDataflowArgs = ByNameOrId & {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /**
   * Reads the definition too, which needs permission to write.
   * @default false
   */
  withDefinition?: boolean;
};

/** Selects the dataflow whose parameters are read. */
export interface GetDataflowParametersArgs {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Id of the dataflow (GUID). */
  dataflowId: string;
}

/** Selects a connection: by `id`, or by any of the other keys together. */
export interface GetConnectionArgs {
  /** Id of the connection (GUID). */
  id?: string;
  /** Its display name. */
  displayName?: string;
  /** Kind as a definition or the API writes it, in any case: "SQL", "Sql", "Web". */
  kind?: string;
  /** Path as the connection shows it: `server;database`, or a URL. Case and a trailing slash are ignored. */
  path?: string;
  /**
   * True: also looks up the connection's cluster (`clusterId`), which a definition needs beside the connection's id. A
   * text: does so at that base URL, for another cloud. Waits up to two minutes for a connection that is not listed
   * there yet. Default false, because the call (`https://api.powerbi.com/v2.0/myorg/me/gatewayClusterDatasources`) is
   * not documented.
   * @default false
   */
  lookUpCluster?: boolean | string;
}

/** A connection, with its cluster if that was looked up. */
export interface GetConnectionResult extends Connection {
  /** Id of its cluster (GUID), if `lookUpCluster` asked for it. */
  clusterId?: string;
}

/** The result for given {@link GetConnectionArgs}: it has a cluster if that was looked up. */
export type ConnectionOf<Args> = Args extends {
  /** The cluster is looked up. */
  lookUpCluster: true | string;
}
  ? GetConnectionResult & Required<Pick<GetConnectionResult, "clusterId">>
  : GetConnectionResult;

/** Selects the dataflow whose runs are read. */
export interface GetLastRunArgs {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Id of the dataflow (GUID). */
  dataflowId: string;
  /** Only runs of this job. Left out: runs of both jobs. */
  jobType?: "Refresh" | "Publish";
}

/** A dataflow that was looked up. */
export interface GetDataflowResult extends Item {
  /** Text of each part, by part path (`mashup.pq`), if `withDefinition` asked for it. */
  definition?: { [partPath: string]: string };
}
