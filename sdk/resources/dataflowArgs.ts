import type * as pulumi from "@pulumi/pulumi";
import type * as model from "../model/dataflow";
import type { DataflowConnection, IdOrName, NamedBindings, NamedConnection } from "./dataflowBindings";
import type { Expectation } from "../model/expectation";
import type { Timeouts } from "../model/timeouts";
import type { WithInputs } from "../model/withInputs";

export type { ComparisonResult } from "../model/comparison";
export type { ColumnType, TestResult as DataflowTestResult } from "../model/expectation";

/** How long a step may take, in hours, minutes and seconds: "45m", "8h", "1h30m". */
export interface DataflowTimeouts extends WithInputs<Timeouts> {}

/** A sensitivity label for a new item. */
export interface SensitivityLabel extends WithInputs<model.SensitivityLabel> {}

/** The expected rows of a query. */
export interface DataflowExpectation extends WithInputs<Expectation> {}

/** The definition: a folder in Fabric's Git format, or a map of part path to asset. */
export type DataflowDefinition =
  pulumi.asset.Archive | { [partPath: string]: pulumi.asset.Asset | pulumi.asset.Archive };

type Plain = WithInputs<model.Arguments>;

/** Arguments of {@link Dataflow}. For anything that exists, `{ name: "Finance" }` may take the place of an id. */
export interface DataflowArgs extends Omit<Plain, "workspaceId" | "folderId" | "tags" | "connections" | "bind"> {
  /** The workspace: its id (GUID), or `{ name }`. A change replaces the item. */
  workspaceId: IdOrName;
  /**
   * The folder that holds the item: its id (GUID), or `{ name }` with its path. Left out: not managed. Removed later:
   * the item moves to the workspace's root.
   */
  folderId?: IdOrName;
  /** The item's tags: ids (GUIDs), or `{ name }`. The item gets exactly these. Left out: not managed. */
  tags?: Plain["tags"] | IdOrName[];
  /**
   * The connections of this environment, by ids or `{ name }`. A key is the path or kind of an entry in
   * `queryMetadata.json`. Write `kind:path` if a path or kind alone matches several entries.
   */
  connections?: Plain["connections"] | { [entry: string]: pulumi.Input<DataflowConnection> | NamedConnection };
  /** Replaces items that the M names by id with those of this environment: by ids, or `{ name }`. */
  bind?: Plain["bind"] | NamedBindings;
}
