import { mapOf, names, passes } from "./checks";
import type { Check } from "./keys";

/**
 * A connection of this environment: Fabric's composite string (`{"ClusterId": ..., "DatasourceId": ...}`), a connection's id, whose cluster is
 * taken from the file's other entries, or both ids. `path` where the source has another path here: the M is changed with it.
 */
export type DataflowConnection = string | DataflowConnectionIds;

/** A connection by its ids. */
export interface DataflowConnectionIds {
  /** Id of the connection's cluster (GUID). Left out: that of the file's other entries. */
  clusterId?: string;
  /** Id of the connection (GUID), as Fabric lists it. Left out: only the path changes. */
  datasourceId?: string;
  /** The source's path here: `server;database`, a URL. */
  path?: string;
}

/** What takes the place of a text of the file; with `times` it is an error where the text is found more or less often. */
export type DataflowReplacement = string | CountedReplacement;

/** A text, and how often it is expected to take the other one's place. */
export interface CountedReplacement {
  /** What takes the place. */
  value: string;
  /** How often the text is in the files, 1 or more. */
  times?: number;
}

/** The lakehouse of this environment. */
export interface LakehouseBinding {
  /** Id of its workspace (GUID). Left out: as the file has it. */
  workspaceId?: string;
  /** Id of the lakehouse (GUID). */
  lakehouseId: string;
}

/** The warehouse of this environment. */
export interface WarehouseBinding {
  /** Id of its workspace (GUID). Left out: as the file has it. */
  workspaceId?: string;
  /** Id of the warehouse (GUID). */
  warehouseId: string;
}

/** The dataflow that is read from in this environment. */
export interface DataflowBinding {
  /** Id of its workspace (GUID). Left out: as the file has it. */
  workspaceId?: string;
  /** Id of the dataflow (GUID). */
  dataflowId: string;
}

/** The SQL database in Fabric of this environment. */
export interface SqlDatabaseBinding {
  /** Id of its workspace (GUID). Left out: as the file has it. */
  workspaceId?: string;
  /** Id of the SQL database (GUID); the M calls it `sqlId`. */
  sqlDatabaseId: string;
}

/** The SQL endpoint of this environment. */
export interface SqlEndpointBinding {
  /** Name of the server, without protocol and port. */
  server: string;
  /** Left out: as the file has it. */
  database?: string;
}

/**
 * Items that the M names by id. A key is the id in the file, or the name of the query that names the item; that takes every reference of
 * its kind in the query. Without `workspaceId` the workspace stays as the file has it.
 */
export interface DataflowBindings {
  /** Id in the file to id here, wherever no binding below gives another workspace. */
  workspaces?: { [key: string]: string };
  /** By the lakehouse's id in the file, or by query. */
  lakehouses?: { [key: string]: LakehouseBinding };
  /** By the warehouse's id in the file, or by query. */
  warehouses?: { [key: string]: WarehouseBinding };
  /** Dataflows that the M reads from: by the id in the file, or by query. */
  dataflows?: { [key: string]: DataflowBinding };
  /** SQL databases in Fabric (`FabricSql.Contents`): by the `sqlId` in the file, or by query. */
  sqlDatabases?: { [key: string]: SqlDatabaseBinding };
  /** By the server's name, or by query. */
  sqlEndpoints?: { [key: string]: SqlEndpointBinding };
}

/*
 * Names alone are judged here, so that a misspelt one is not taken for one that is left out. Values are judged with the definition, which
 * knows what they stand for.
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
