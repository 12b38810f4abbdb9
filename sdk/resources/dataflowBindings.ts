import type * as pulumi from "@pulumi/pulumi";

/**
 * A connection of this environment: Fabric's composite string (`{"ClusterId": ..., "DatasourceId": ...}`), a connection's id, whose cluster is
 * taken from the file's other entries, or both ids. `path` where the source has another path here: the M is changed with it.
 */
export type DataflowConnection = string | DataflowConnectionIds;

/** A connection by its ids. */
export interface DataflowConnectionIds {
  /** Id of the connection's cluster (GUID). Left out: that of the file's other entries. */
  clusterId?: pulumi.Input<string>;
  /** Id of the connection (GUID), as Fabric lists it. Left out: only the path changes. */
  datasourceId?: pulumi.Input<string>;
  /** The source's path here: `server;database`, a URL. */
  path?: pulumi.Input<string>;
}

/** What takes the place of a text of the file; with `times` it is an error where the text is found more or less often. */
export type DataflowReplacement = string | CountedReplacement;

/** A text, and how often it is expected to take the other one's place. */
export interface CountedReplacement {
  /** What takes the place. */
  value: pulumi.Input<string>;
  /** How often the text is in the files, 1 or more. */
  times?: pulumi.Input<number>;
}

/** The lakehouse of this environment. */
export interface LakehouseBinding {
  /** Id of its workspace (GUID). Left out: as the file has it. */
  workspaceId?: pulumi.Input<string>;
  /** Id of the lakehouse (GUID). */
  lakehouseId: pulumi.Input<string>;
}

/** The warehouse of this environment. */
export interface WarehouseBinding {
  /** Id of its workspace (GUID). Left out: as the file has it. */
  workspaceId?: pulumi.Input<string>;
  /** Id of the warehouse (GUID). */
  warehouseId: pulumi.Input<string>;
}

/** The dataflow that is read from in this environment. */
export interface DataflowBinding {
  /** Id of its workspace (GUID). Left out: as the file has it. */
  workspaceId?: pulumi.Input<string>;
  /** Id of the dataflow (GUID). */
  dataflowId: pulumi.Input<string>;
}

/** The SQL endpoint of this environment. */
export interface SqlEndpointBinding {
  /** Name of the server, without protocol and port. */
  server: pulumi.Input<string>;
  /** Left out: as the file has it. */
  database?: pulumi.Input<string>;
}

/** Values by a key of the file; map and values may be Outputs. */
export type InputMap<T> = pulumi.Input<{ [key: string]: pulumi.Input<T> }>;

/**
 * Items that the M names by id. A key is the id in the file, or the name of the query that names the item; that takes every reference of
 * its kind in the query. Without `workspaceId` the workspace stays as the file has it.
 */
export interface DataflowBindings {
  /** Id in the file to id here, wherever no binding below gives another workspace. */
  workspaces?: InputMap<string>;
  /** By the lakehouse's id in the file, or by query. */
  lakehouses?: InputMap<LakehouseBinding>;
  /** By the warehouse's id in the file, or by query. */
  warehouses?: InputMap<WarehouseBinding>;
  /** Dataflows that the M reads from: by the id in the file, or by query. */
  dataflows?: InputMap<DataflowBinding>;
  /** By the server's name, or by query. */
  sqlEndpoints?: InputMap<SqlEndpointBinding>;
}
