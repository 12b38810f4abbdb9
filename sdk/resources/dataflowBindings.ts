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
