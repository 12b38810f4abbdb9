import type * as pulumi from "@pulumi/pulumi";
import type { DataflowBindings, DataflowConnection, DataflowReplacement } from "./dataflowBindings";

/** How long a step may take, as hours, minutes and seconds: "45m", "8h", "1h30m". */
export interface DataflowTimeouts {
  /** Creation of the item, its long-running operation included. Default 30 minutes. */
  create?: pulumi.Input<string>;
  /** Each call of an update, and reading the definition. Default 30 minutes. */
  update?: pulumi.Input<string>;
  /** Deletion. Default 15 minutes. */
  delete?: pulumi.Input<string>;
  /** Publishing, which validates every query (up to 10 minutes each). Default 90 minutes. */
  publish?: pulumi.Input<string>;
}

/** A sensitivity label for a new item. */
export interface SensitivityLabel {
  /** Id of the label (GUID). */
  labelId: pulumi.Input<string>;
  /** "ApplyOrFail" (default) or "Ignore": what happens where the label cannot be applied. */
  applyStrategy?: pulumi.Input<"ApplyOrFail" | "Ignore">;
}

/** What the rows of a query must be like. */
export interface DataflowExpectation {
  /** At least this many rows. */
  minRows?: pulumi.Input<number>;
  /** At most this many rows. */
  maxRows?: pulumi.Input<number>;
  /** Columns that must be there, with their types: text, logical, int64, integer, number, decimal, date, datetime, ... */
  columns?: pulumi.Input<{ [column: string]: pulumi.Input<string> }>;
  /** True: no error in any cell of these rows. Costs a second evaluation. */
  noErrors?: pulumi.Input<boolean>;
  /** Columns without null. */
  notNull?: pulumi.Input<pulumi.Input<string>[]>;
  /** Columns in which no value occurs twice. */
  unique?: pulumi.Input<pulumi.Input<string>[]>;
  /** How many rows are asked for, from the first. Default 1000. */
  rows?: pulumi.Input<number>;
  /** How long the query may take, at most "90s", which is Fabric's own limit and the default. */
  timeout?: pulumi.Input<string>;
}

/** What a data test came to. */
export interface DataflowTestResult {
  /** The query's name. */
  query: string;
  /** Rows seen, of those that were asked for. */
  rows: number;
  /** How long the evaluation took, in milliseconds. */
  durationMs: number;
  /** Whether the rows were as expected. */
  outcome: "passed" | "failed";
  /** What was not as expected: columns, counts and row numbers, never values. */
  failures?: string[];
}

/** The definition: a folder in Fabric's Git format, or a map of part path to asset. */
export type DataflowDefinition =
  pulumi.asset.Archive | { [partPath: string]: pulumi.asset.Asset | pulumi.asset.Archive };

/** Arguments of {@link Dataflow}. */
export interface DataflowArgs {
  /** Id of the workspace (GUID). Another workspace replaces the item. */
  workspaceId: pulumi.Input<string>;
  /** Name in the workspace, at most 256 characters. Default: the resource's name. */
  displayName?: pulumi.Input<string>;
  /** At most 256 characters. Left out: not managed; removed: cleared. */
  description?: pulumi.Input<string>;
  /** Id of the folder that holds the item (GUID). Left out: not managed; removed: moved to the workspace's root. */
  folderId?: pulumi.Input<string>;
  /** Ids of the item's tags (GUIDs), exactly these. Left out: not managed. */
  tags?: pulumi.Input<pulumi.Input<string>[]>;
  /** Given to a new item only: Fabric's API cannot change the label of an existing one. */
  sensitivityLabel?: pulumi.Input<SensitivityLabel>;
  /**
   * What the dataflow does: a folder in Fabric's Git format (`mashup.pq`, `queryMetadata.json`, `.platform`) as
   * `new pulumi.asset.FileArchive("./Sales.Dataflow")`, a map of part path to asset, or the older single part `dataflow-content.json`.
   * Compared by meaning, not by bytes. Left out: not managed.
   * https://learn.microsoft.com/rest/api/fabric/articles/item-management/definitions/dataflow-definition
   */
  definition?: pulumi.Input<DataflowDefinition>;
  /**
   * Current values of M parameters, by name: text, number, true/false or null; dates, times and durations as ISO 8601 texts, read by the
   * parameter's declared type. Everything else in the M stays as the file says. Outputs and secrets are welcome.
   */
  parameters?: pulumi.Input<{ [name: string]: pulumi.Input<string | number | boolean | null> }>;
  /**
   * The connections of this environment. A key is an entry's path or kind in `queryMetadata.json`, or `kind:path` where one alone fits
   * several.
   */
  connections?: pulumi.Input<{ [entry: string]: pulumi.Input<DataflowConnection> }>;
  /** Id of the gateway that the dataflow uses (GUID). */
  gatewayObjectId?: pulumi.Input<string>;
  /** Items that the M names by id and that are others in this environment. */
  bind?: pulumi.Input<DataflowBindings>;
  /**
   * Plain texts of M and metadata, by what the file says, for what `parameters`, `connections` and `bind` do not know. A text that is never
   * found is an error; `times` limits how often it may be. Outputs and secrets are welcome.
   */
  replacements?: pulumi.Input<{ [find: string]: pulumi.Input<DataflowReplacement> }>;
  /** Keeps bindings that the stored definition has and the declared one lacks; an update loses them else. Default false: a warning names them. */
  keepConnections?: pulumi.Input<boolean>;
  /** Before a definition is written, checks that the identity that runs it sees each connection, and that none is offline. Default false. */
  verifyConnections?: pulumi.Input<boolean>;
  /** How strictly the M is judged before anything is sent: "error" (default), "warn" or "off" for M that only the service understands. */
  validate?: pulumi.Input<"error" | "warn" | "off">;
  /**
   * Data tests, by query: before a definition is written, the new M is evaluated on the live connections, and written only where its
   * rows are as expected. A new item is tested before it is published.
   */
  tests?: pulumi.Input<{ [query: string]: pulumi.Input<DataflowExpectation> }>;
  /** "change" (default): tests run for queries that changed, or depend on one that did. "always": with each definition written. */
  testOn?: pulumi.Input<"change" | "always">;
  /** Publishes (job ApplyChanges) after each definition written. Default false: a refresh with `ApplyChangesIfNeeded` publishes too. */
  publishOnUpdate?: pulumi.Input<boolean>;
  /** Takes over an existing dataflow of that name and makes it as declared. Default false: such a name is an error. */
  adoptExisting?: pulumi.Input<boolean>;
  /** Deletes for good instead of into the workspace's recycle bin; needs the Admin role. Default false. */
  hardDelete?: pulumi.Input<boolean>;
  /** What `pulumi refresh` compares: "definition" (default) or only the "item" with its name, description, folder and tags. */
  driftCheck?: pulumi.Input<"definition" | "item">;
  /** Bounds of each step. The option `customTimeouts` gives their defaults. */
  timeouts?: pulumi.Input<DataflowTimeouts>;
}
