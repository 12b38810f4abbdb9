import type * as pulumi from "@pulumi/pulumi";
import type * as model from "../model/bindings";
import type { WithInputs } from "../model/withInputs";

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
export interface DataflowConnectionIds extends WithInputs<model.DataflowConnectionIds> {}

/** The text that replaces a text of the file. With `times` it is an error if that text is found more or less often. */
export type DataflowReplacement = string | CountedReplacement;

/** A replacement, and how often it is expected. */
export interface CountedReplacement extends WithInputs<model.CountedReplacement> {}

/** The lakehouse of this environment. */
export interface LakehouseBinding extends WithInputs<model.LakehouseBinding> {}

/** The warehouse of this environment. */
export interface WarehouseBinding extends WithInputs<model.WarehouseBinding> {}

/** The dataflow that the M reads from in this environment. */
export interface DataflowBinding extends WithInputs<model.DataflowBinding> {}

/** The SQL database in Fabric of this environment. */
export interface SqlDatabaseBinding extends WithInputs<model.SqlDatabaseBinding> {}

/** The SQL endpoint of this environment. */
export interface SqlEndpointBinding extends WithInputs<model.SqlEndpointBinding> {}

/** Values by a key of the file. The map and its values may be Outputs. */
export type InputMap<T> = pulumi.Input<{ [key: string]: pulumi.Input<T> }>;

/**
 * Items that the M names by id, and their counterparts in this environment. A key is the id in the file, or the name of
 * a query: then every reference of that kind in the query is replaced. Without `workspaceId` the workspace stays as in
 * the file.
 */
export interface DataflowBindings extends WithInputs<model.DataflowBindings> {}

/**
 * The name of something that exists, in place of its id. The program looks it up with the default provider's identity.
 */
export interface Named {
  /** The name as Fabric shows it (case-sensitive). For a folder: its path, `Finance/Daily`. */
  name: pulumi.Input<string>;
}

/** An id (GUID), or the name of something that exists. */
export type IdOrName = pulumi.Input<string> | Named;

/** A connection by its name. */
export interface NamedConnection extends Named {
  /** Id of the connection's cluster (GUID). Left out: the cluster of the file's other entries. */
  clusterId?: pulumi.Input<string>;
  /** The source's path here: `server;database`, or a URL. */
  path?: pulumi.Input<string>;
}

/** {@link LakehouseBinding} with names in place of ids. */
export interface NamedLakehouseBinding extends WithNames<model.LakehouseBinding> {}

/** {@link WarehouseBinding} with names in place of ids. */
export interface NamedWarehouseBinding extends WithNames<model.WarehouseBinding> {}

/** {@link DataflowBinding} with names in place of ids. */
export interface NamedDataflowBinding extends WithNames<model.DataflowBinding> {}

/** {@link SqlDatabaseBinding} with names in place of ids. */
export interface NamedSqlDatabaseBinding extends WithNames<model.SqlDatabaseBinding> {}

/**
 * {@link DataflowBindings} with names in place of ids. An item is looked up in its `workspaceId`, or in the dataflow's
 * workspace if that is left out.
 */
export interface NamedBindings extends Pick<DataflowBindings, "sqlEndpoints"> {
  /** Workspace id in the file to the workspace here. */
  workspaces?: { [key: string]: IdOrName };
  /** By the lakehouse's id in the file, or by query. */
  lakehouses?: { [key: string]: NamedLakehouseBinding };
  /** By the warehouse's id in the file, or by query. */
  warehouses?: { [key: string]: NamedWarehouseBinding };
  /** Dataflows that the M reads from: by the id in the file, or by query. */
  dataflows?: { [key: string]: NamedDataflowBinding };
  /** SQL databases in Fabric: by the `sqlId` in the file, or by query. */
  sqlDatabases?: { [key: string]: NamedSqlDatabaseBinding };
}

type WithNames<T> = { [Key in keyof T]: IdOrName };
