import type * as pulumi from "@pulumi/pulumi";
import type * as model from "../model/dataflow";
import type { DataflowConnection, IdOrName, NamedBindings, NamedConnection } from "./dataflowBindings";
import type { Expectation } from "../model/expectation";
import type { Timeouts } from "../model/timeouts";
import type { WithInputs } from "../model/withInputs";

export type { ComparisonResult } from "../model/comparison";
export type { ColumnType, TestResult as DataflowTestResult } from "../model/expectation";

/** How long a step may take, as hours, minutes and seconds: "45m", "8h", "1h30m". */
export interface DataflowTimeouts extends WithInputs<Timeouts> {}

/** A sensitivity label for a new item. */
export interface SensitivityLabel extends WithInputs<model.SensitivityLabel> {}

/** What the rows of a query must be like. */
export interface DataflowExpectation extends WithInputs<Expectation> {}

/** The definition: a folder in Fabric's Git format, or a map of part path to asset. */
export type DataflowDefinition =
  pulumi.asset.Archive | { [partPath: string]: pulumi.asset.Asset | pulumi.asset.Archive };

type Plain = WithInputs<model.Arguments>;

/** Arguments of {@link Dataflow}. What exists can be given by its name, `{ name: "Finance" }`, in the place of its id. */
export interface DataflowArgs extends Omit<Plain, "workspaceId" | "folderId" | "tags" | "connections" | "bind"> {
  /** The workspace: its id (GUID), or `{ name }`. Another workspace replaces the item. */
  workspaceId: IdOrName;
  /** The folder that holds the item: its id (GUID), or `{ name }` with its path. Left out: not managed; removed: moved to the workspace's root. */
  folderId?: IdOrName;
  /** The item's tags, exactly these: ids (GUIDs), or `{ name }`. Left out: not managed. */
  tags?: Plain["tags"] | IdOrName[];
  /**
   * The connections of this environment, by ids or `{ name }`. A key is an entry's path or kind in `queryMetadata.json`, or `kind:path` where one
   * alone fits several.
   */
  connections?: Plain["connections"] | { [entry: string]: pulumi.Input<DataflowConnection> | NamedConnection };
  /** Items that the M names by id and that are others in this environment: by ids, or `{ name }`. */
  bind?: Plain["bind"] | NamedBindings;
}
