import { mapOf, names, passes } from "./checks";
import type { Check } from "./keys";

/**
 * A connection of this environment. One of:
 * - Fabric's composite string: `{"ClusterId": ..., "DatasourceId": ...}`;
 * - a connection's id (GUID); its cluster is that of the file's other entries;
 * - both ids.
 *
 * Add `path` if the source has another path here. The M is changed to that path too.
 */
export type DataflowConnection = string | DataflowConnectionIds;

/** A connection by its ids. */
export interface DataflowConnectionIds {
  /** Id of the connection's cluster (GUID). Left out: the cluster of the file's other entries. */
  clusterId?: string;
  /** Id of the connection (GUID), as Fabric lists it. Left out: only the path changes. */
  datasourceId?: string;
  /** The source's path here: `server;database`, or a URL. */
  path?: string;
}

/** The text that replaces a text of the file. With `times` it is an error if that text is found more or less often. */
export type DataflowReplacement = string | CountedReplacement;

/** A replacement, and how often it is expected. */
export interface CountedReplacement {
  /** The new text. */
  value: string;
  /** How often the text must be in the files: 1 or more. */
  times?: number;
}

/** The lakehouse of this environment. */
export interface LakehouseBinding {
  /** Id of its workspace (GUID). Left out: the workspace in the file. */
  workspaceId?: string;
  /** Id of the lakehouse (GUID). */
  lakehouseId: string;
}

/** The warehouse of this environment. */
export interface WarehouseBinding {
  /** Id of its workspace (GUID). Left out: the workspace in the file. */
  workspaceId?: string;
  /** Id of the warehouse (GUID). */
  warehouseId: string;
}

/** The dataflow that the M reads from in this environment. */
export interface DataflowBinding {
  /** Id of its workspace (GUID). Left out: the workspace in the file. */
  workspaceId?: string;
  /** Id of the dataflow (GUID). */
  dataflowId: string;
}

/** The SQL database in Fabric of this environment. */
export interface SqlDatabaseBinding {
  /** Id of its workspace (GUID). Left out: the workspace in the file. */
  workspaceId?: string;
  /** Id of the SQL database (GUID). The M calls it `sqlId`. */
  sqlDatabaseId: string;
}

/** The SQL endpoint of this environment. */
export interface SqlEndpointBinding {
  /** Host name of the server, without protocol and port. */
  server: string;
  /** Name of the database. Left out: the database in the file. */
  database?: string;
}

/**
 * Items that the M names by id, and their counterparts in this environment. A key is the id in the file, or the name of
 * a query: then every reference of that kind in the query is replaced. Without `workspaceId` the workspace stays as in
 * the file.
 */
export interface DataflowBindings {
  /** Workspace id in the file to workspace id here. A binding below that gives a workspace wins. */
  workspaces?: { [key: string]: string };
  /** By the lakehouse's id in the file, or by query. */
  lakehouses?: { [key: string]: LakehouseBinding };
  /** By the warehouse's id in the file, or by query. */
  warehouses?: { [key: string]: WarehouseBinding };
  /** Dataflows that the M reads from: by the id in the file, or by query. */
  dataflows?: { [key: string]: DataflowBinding };
  /** SQL databases in Fabric (`FabricSql.Contents`): by the `sqlId` in the file, or by query. */
  sqlDatabases?: { [key: string]: SqlDatabaseBinding };
  /** By the server's name in the file, or by query. */
  sqlEndpoints?: { [key: string]: SqlEndpointBinding };
}

/*
 * Only the names of keys are checked here, so that a misspelt key is an error. Values are checked together with the
 * definition.
 */

const map = (entry: Check): Check => mapOf("", entry);

export const checkConnections: Check = map(
  names<DataflowConnectionIds>({ clusterId: passes, datasourceId: passes, path: passes }),
);

export const checkReplacements: Check = map(names<CountedReplacement>({ value: passes, times: passes }));

const bindings = names<DataflowBindings>({
  workspaces: passes,
  lakehouses: map(names<LakehouseBinding>({ workspaceId: passes, lakehouseId: passes })),
  warehouses: map(names<WarehouseBinding>({ workspaceId: passes, warehouseId: passes })),
  dataflows: map(names<DataflowBinding>({ workspaceId: passes, dataflowId: passes })),
  sqlDatabases: map(names<SqlDatabaseBinding>({ workspaceId: passes, sqlDatabaseId: passes })),
  sqlEndpoints: map(names<SqlEndpointBinding>({ server: passes, database: passes })),
});

export const checkBindings: Check = (value, place) => [...mapOf("")(value, place), ...bindings(value, place)];
