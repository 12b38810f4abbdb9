import type * as pulumi from "@pulumi/pulumi";
import type * as model from "../model/bindings";
import type { WithInputs } from "../model/withInputs";

/**
 * A connection of this environment: Fabric's composite string (`{"ClusterId": ..., "DatasourceId": ...}`), a connection's id, whose cluster is
 * taken from the file's other entries, or both ids. `path` where the source has another path here: the M is changed with it.
 */
export type DataflowConnection = string | DataflowConnectionIds;

/** A connection by its ids. */
export interface DataflowConnectionIds extends WithInputs<model.DataflowConnectionIds> {}

/** What takes the place of a text of the file; with `times` it is an error where the text is found more or less often. */
export type DataflowReplacement = string | CountedReplacement;

/** A text, and how often it is expected to take the other one's place. */
export interface CountedReplacement extends WithInputs<model.CountedReplacement> {}

/** The lakehouse of this environment. */
export interface LakehouseBinding extends WithInputs<model.LakehouseBinding> {}

/** The warehouse of this environment. */
export interface WarehouseBinding extends WithInputs<model.WarehouseBinding> {}

/** The dataflow that is read from in this environment. */
export interface DataflowBinding extends WithInputs<model.DataflowBinding> {}

/** The SQL database in Fabric of this environment. */
export interface SqlDatabaseBinding extends WithInputs<model.SqlDatabaseBinding> {}

/** The SQL endpoint of this environment. */
export interface SqlEndpointBinding extends WithInputs<model.SqlEndpointBinding> {}

/** Values by a key of the file; map and values may be Outputs. */
export type InputMap<T> = pulumi.Input<{ [key: string]: pulumi.Input<T> }>;

/**
 * Items that the M names by id. A key is the id in the file, or the name of the query that names the item; that takes every reference of
 * its kind in the query. Without `workspaceId` the workspace stays as the file has it.
 */
export interface DataflowBindings extends WithInputs<model.DataflowBindings> {}

/** What exists under a name, in the place of its id. It is looked up while the program runs, as the default provider signs in. */
export interface Named {
  /** As Fabric shows it; case counts. Of a folder: its path, `Finance/Daily`. */
  name: pulumi.Input<string>;
}

/** An id (GUID), or the name under which the thing exists. */
export type IdOrName = pulumi.Input<string> | Named;

/** A connection by its name. */
export interface NamedConnection extends Named {
  /** Id of the connection's cluster (GUID). Left out: that of the file's other entries. */
  clusterId?: pulumi.Input<string>;
  /** The source's path here: `server;database`, a URL. */
  path?: pulumi.Input<string>;
}

/** {@link LakehouseBinding} with names in the place of ids. */
export interface NamedLakehouseBinding extends WithNames<model.LakehouseBinding> {}

/** {@link WarehouseBinding} with names in the place of ids. */
export interface NamedWarehouseBinding extends WithNames<model.WarehouseBinding> {}

/** {@link DataflowBinding} with names in the place of ids. */
export interface NamedDataflowBinding extends WithNames<model.DataflowBinding> {}

/** {@link SqlDatabaseBinding} with names in the place of ids. */
export interface NamedSqlDatabaseBinding extends WithNames<model.SqlDatabaseBinding> {}

/** {@link DataflowBindings} with names in the place of ids. An item is looked up in its `workspaceId`, else in the dataflow's workspace. */
export interface NamedBindings extends Pick<DataflowBindings, "sqlEndpoints"> {
  /** Id in the file to a workspace. */
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
