import type { Connection } from "../fabric/connectionTypes";
import type { Item } from "../fabric/types";

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

/** Which workspace: by `id` (GUID) or by `displayName`. */
export type GetWorkspaceArgs = ByNameOrId;

/** Which folder of a workspace. */
export interface GetFolderArgs {
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Its path in the workspace, `Finance/Daily`; case counts. */
  path: string;
}

/** Which tag of the tenant. */
export interface GetTagArgs {
  /** Case counts. */
  displayName: string;
}

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
  /**
   * Reads the definition too, which needs permission to write.
   * @default false
   */
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
   * A connection that is not listed there yet is waited for, two minutes at most.
   * @default false
   */
  lookUpCluster?: boolean | string;
}

/** A connection, with its cluster where that was looked up. */
export interface GetConnectionResult extends Connection {
  /** Id of its cluster (GUID), where `lookUpCluster` asked for it. */
  clusterId?: string;
}

/** What {@link GetConnectionArgs} ask for: a cluster is there if it was looked up. */
export type ConnectionOf<Args> = Args extends {
  /** The cluster was asked for. */
  lookUpCluster: true | string;
}
  ? GetConnectionResult & Required<Pick<GetConnectionResult, "clusterId">>
  : GetConnectionResult;

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
export interface GetDataflowResult extends Item {
  /** Part path (`mashup.pq`) to text, where `withDefinition` asked for it. */
  definition?: { [partPath: string]: string };
}
