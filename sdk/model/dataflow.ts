import {
  checkBindings,
  checkConnections,
  checkReplacements,
  type DataflowBindings,
  type DataflowConnection,
  type DataflowReplacement,
} from "./bindings";
import { declaration, fields, flag, guid, listOf, oneOf, optional, passes, required, scalars, text } from "./checks";
import type { ArchiveContent, AssetContent } from "./content";
import { checkTests, type Expectations, type TestResult } from "./expectation";
import type { FromClass } from "./fromClass";
import type { Keys } from "./keys";
import { checkTimeouts, type Timeouts } from "./timeouts";

/** A sensitivity label for a new item. */
export interface SensitivityLabel {
  /** Id of the label (GUID). */
  labelId: string;
  /**
   * What happens if the label cannot be applied: "ApplyOrFail" (default) is an error, "Ignore" goes on without it.
   * @default "ApplyOrFail"
   */
  applyStrategy?: "ApplyOrFail" | "Ignore";
}

/** The definition: a folder in Fabric's Git format, or a map of part path to asset. */
export type DataflowDefinition = ArchiveContent | { [partPath: string]: AssetContent | ArchiveContent };

/** The arguments of a dataflow, as a program declares them. */
export interface Arguments {
  /** Id of the workspace (GUID). A change replaces the item. */
  workspaceId: string;
  /** Name in the workspace: 1 to 256 characters. Default: the resource's name. */
  displayName?: string;
  /** Description: at most 256 characters. Left out: not managed. Removed later: cleared. */
  description?: string;
  /**
   * Id of the folder that holds the item (GUID). Left out: not managed. Removed later: the item moves to the
   * workspace's root.
   */
  folderId?: string;
  /** Ids of the item's tags (GUIDs). The item gets exactly these. Left out: not managed. */
  tags?: string[];
  /** The sensitivity label of a new item. Fabric's API cannot change the label of an existing item. */
  sensitivityLabel?: SensitivityLabel;
  /**
   * The dataflow's definition, in one of three forms:
   * - a folder in Fabric's Git format (`mashup.pq`, `queryMetadata.json`, `.platform`):
   * `new pulumi.asset.FileArchive("./Sales.Dataflow")`;
   * - a map of part path to asset;
   * - the older single part `dataflow-content.json`.
   *
   * Definitions are compared by meaning, not by bytes. A folder `tests` in it holds unit tests and is not sent. Left
   * out: not managed.
   * https://learn.microsoft.com/rest/api/fabric/articles/item-management/definitions/dataflow-definition
   */
  definition?: DataflowDefinition;
  /**
   * Current values of M parameters, by name: text, number, true, false or null. Write dates, times and durations as ISO
   * 8601 texts; the parameter's declared type decides how they are read. The rest of the M stays as in the file. Values
   * may be Outputs and secrets.
   */
  parameters?: { [name: string]: string | number | boolean | null };
  /**
   * The connections of this environment. A key is the path or kind of an entry in `queryMetadata.json`. Write
   * `kind:path` if a path or kind alone matches several entries.
   */
  connections?: { [entry: string]: DataflowConnection };
  /** Id of the gateway that the dataflow uses (GUID). */
  gatewayObjectId?: string;
  /**
   * Accepts a definition with secret files. Such a definition has no fingerprint, because its content could be guessed
   * from one. So the outputs name no queries, edits in the portal are not detected (as with `driftCheck: "item"`), and
   * messages do not say what is wrong with it. Default false: a secret file is an error. If you can, put secret values
   * into `parameters` or `replacements` instead: these keep them apart.
   * @default false
   */
  allowSecretDefinition?: boolean;
  /** Replaces items that the M names by id with those of this environment. */
  bind?: DataflowBindings;
  /**
   * Replaces texts in the M and metadata, for what `parameters`, `connections` and `bind` do not cover. The key is the
   * text in the file. A text that is not found is an error. With `times` it is an error if the text is found more or
   * less often. Values may be Outputs and secrets.
   */
  replacements?: { [find: string]: DataflowReplacement };
  /**
   * True: each workspace, item, endpoint and connection that only the file decides is an error, before anything is
   * written. That is a workspace other than `workspaceId`, an item in one, and an endpoint or connection that nothing
   * binds. Default: `fabric-dataflow:isolated` in the stack's configuration, else false. False: a warning, if the
   * program binds something.
   */
  isolated?: boolean;
  /**
   * Ids that are the same in every environment: of workspaces, items and connections (GUIDs), and hosts of endpoints.
   * `fabric-dataflow:allowForeign` in the stack's configuration adds to them.
   */
  allowForeign?: string[];
  /**
   * Keeps bindings that the stored definition has and the declared one lacks. Default false: an update removes them,
   * and a warning names them.
   * @default false
   */
  keepConnections?: boolean;
  /**
   * Checks each connection before a definition is written: the identity that runs jobs can see it, its kind and path
   * match the definition, and it is not offline. Default false: only a warning, if a newly bound connection is visible
   * and certainly a wrong one.
   * @default false
   */
  verifyConnections?: boolean;
  /**
   * How strictly the M is checked before anything is sent: "error" (default), "warn", or "off" for M that only the
   * service understands.
   * @default "error"
   */
  validate?: "error" | "warn" | "off";
  /**
   * Data tests, by query name: one expectation, or several with names. The new M is evaluated on the live connections
   * before it is written, and is written only if its rows are as expected. A new item is tested before it is published.
   */
  tests?: { [query: string]: Expectations };
  /**
   * When data tests run. "change" (default): for queries that changed, and those that depend on one. "always": for all
   * queries, each time a definition is written.
   * @default "change"
   */
  testOn?: "change" | "always";
  /**
   * The result of a change that breaks the readers of the tables that the dataflow writes, as far as the M shows it:
   * "warn" (default), or "error", which fails the preview. docs/contract.md lists the verdicts.
   * @default "warn"
   */
  onBreakingChange?: "warn" | "error";
  /**
   * Breaking changes that are intended: a written query or its table (`Orders`, `dbo.Orders`), or one column
   * (`Orders.Amount`). They are reported as notes and stop nothing.
   */
  allowBreaking?: string[];
  /**
   * "live": before a definition is written, the changed queries are evaluated with the identity that runs jobs. The
   * columns that they return are compared with the mapping and with the existing tables. Left out: the contract is
   * checked by the M alone.
   */
  contract?: "live";
  /**
   * Publishes (job ApplyChanges) each time a definition was written. Default false: a refresh with
   * `ApplyChangesIfNeeded` publishes too.
   * @default false
   */
  publishOnUpdate?: boolean;
  /**
   * Rolls back a definition that an update has just written, if its publish or a test of it fails. The definition
   * stored before is written back, and is published if it was published. The error says what failed and what was
   * written back; the next preview shows the declared definition as still to be written. Tables that runs have written
   * are not restored. Default false: the new definition stays written, and runs use the version published before.
   * @default false
   */
  rollback?: boolean;
  /**
   * Waits for active runs of the dataflow to end before an update writes a definition. `timeouts.update` bounds the
   * wait.
   * @default false
   */
  waitForRun?: boolean;
  /**
   * With `waitForRun`: cancels these runs, and waits for their end.
   * @default false
   */
  cancelRuns?: boolean;
  /**
   * Adopts an existing dataflow of that name and makes it as declared. Default false: an existing name is an error.
   * @default false
   */
  adoptExisting?: boolean;
  /**
   * Sends `hardDelete` with the delete, which needs the Admin role. Default false. A deleted dataflow is gone either
   * way, because the workspace's recycle bin does not keep dataflows. The resource options `protect` and
   * `retainOnDelete` prevent a delete.
   * @default false
   */
  hardDelete?: boolean;
  /**
   * "unlessUsed": a delete fails if other items use the dataflow (semantic models, pipelines and others), and names
   * them. It requests them once, by an API in beta, and waits at most 5 seconds. Without a response it deletes.
   * Default: the setting `delete`, else "always".
   * @default "always"
   */
  delete?: "always" | "unlessUsed";
  /**
   * What `pulumi refresh` compares: the "definition" too (default), or only the "item": name, description, folder and
   * tags.
   * @default "definition"
   */
  driftCheck?: "definition" | "item";
  /** How long each step may take. The resource option `customTimeouts` gives the defaults. */
  timeouts?: Timeouts;
}

/** Keys that `check` computes and adds to the inputs, so that previews and dependent resources know them. */
export interface Computed {
  /**
   * A hash of the definition's meaning: `<version of the algorithm>:<hash>`. Formatting does not change it. Known in
   * previews.
   */
  definitionFingerprint: string;
  /**
   * The count of definitions written: by edits, and by repairs of edits made elsewhere. Starts at 1. Known in previews.
   */
  definitionRevision: number;
  /** The published revision; 0 if none is known. */
  publishedRevision: number;
  /** The revision whose data tests ran, or are to run. */
  testedRevision: number;
  /** Fingerprint of each query, by name. Known in previews. */
  queries: { [query: string]: string };
  /**
   * The destination of each written query: item and table, update method, how the columns follow the query, and the
   * columns as far as the M shows them. Example: `lakehouse <id>/dbo.Orders Replace fixed; OrderId int64, Amount
   * number`. Known in previews. Absent if no query is written to a table.
   */
  destinations: { [query: string]: string };
  /**
   * The items in other workspaces that the file names without a binding, so that an unchanged `up` repeats the warning.
   * Not shown in previews.
   */
  __foreign: string;
  /** True if `ignoreChanges` names the definition: this `up` leaves the stored one as it is. Not shown in previews. */
  __ignored: boolean;
}

/** The class sets `displayName` to the resource's name by default. Without a definition nothing is computed. */
export interface Inputs extends Arguments, FromClass, Partial<Computed> {
  /** Name in the workspace. */
  displayName: string;
}

/** The fingerprints of the stored definition right after a write, if it differs from the definition that was sent. */
export interface Baseline {
  definitionFingerprint: string;
  queries: { [query: string]: string };
}

/** A publish that was started and whose end is unknown. The next `up` waits for it and starts no other. */
export interface PendingPublish {
  jobInstanceId: string;
  revision: number;
}

/** The outputs that the lifecycle keeps beside the inputs. `read` never returns them among the inputs. */
export interface Outputs extends Inputs {
  stateVersion?: number;
  /** Which resource holds the item. */
  ownerToken?: string;
  baseline?: Baseline;
  /** Keys that an import left as they were; the next `up` writes them. */
  unwritten?: string[];
  /** True for an adopted item that is as declared, until a run shows that Fabric sees its connections. */
  bindingsUntried?: boolean;
  pendingPublish?: PendingPublish;
  /** Queries whose new M was written and has not been tested yet. */
  untested?: string[];
  /** The declared revision that failed and was rolled back. */
  rolledBack?: number;
  /** Results of the last data tests. */
  testResults?: TestResult[];
}

const label = fields<SensitivityLabel>("{ labelId, applyStrategy? }", {
  labelId: required(guid),
  applyStrategy: optional(oneOf("ApplyOrFail", "Ignore")),
});

export const keys = {
  workspaceId: { kind: "required", step: "replace", check: guid, shown: true, foldCase: true },
  displayName: { kind: "required", step: "properties", check: text(1, 256), shown: true },
  description: { kind: "optional", step: "properties", check: text(0, 256), shown: true },
  folderId: { kind: "optional", step: "move", check: guid, shown: true, foldCase: true },
  tags: { kind: "optional", step: "tags", check: listOf("tag ids", guid), shown: true },
  sensitivityLabel: { kind: "optional", check: label },
  definition: { kind: "optional", step: "definition", check: passes },
  parameters: { kind: "optional", step: "definition", check: scalars("M parameter") },
  connections: { kind: "optional", step: "definition", check: checkConnections },
  gatewayObjectId: { kind: "optional", step: "definition", check: guid },
  bind: { kind: "optional", step: "definition", check: checkBindings },
  replacements: { kind: "optional", step: "definition", check: checkReplacements },
  allowSecretDefinition: { kind: "optional", check: flag },
  isolated: { kind: "optional", check: flag },
  allowForeign: { kind: "optional", check: listOf("ids", text(1)) },
  keepConnections: { kind: "optional", check: flag },
  verifyConnections: { kind: "optional", check: flag },
  validate: { kind: "optional", check: oneOf("error", "warn", "off") },
  tests: { kind: "optional", step: "test", check: checkTests },
  testOn: { kind: "optional", check: oneOf("change", "always") },
  onBreakingChange: { kind: "optional", check: oneOf("warn", "error") },
  allowBreaking: { kind: "optional", check: listOf("queries, tables or columns", text(1)) },
  contract: { kind: "optional", check: oneOf("live") },
  publishOnUpdate: { kind: "optional", check: flag, shown: true },
  rollback: { kind: "optional", check: flag },
  waitForRun: { kind: "optional", check: flag },
  cancelRuns: { kind: "optional", check: flag },
  adoptExisting: { kind: "optional", check: flag },
  hardDelete: { kind: "optional", check: flag },
  delete: { kind: "optional", check: oneOf("always", "unlessUsed") },
  driftCheck: { kind: "optional", check: oneOf("definition", "item") },
  timeouts: { kind: "optional", check: checkTimeouts },
  __declaration: { kind: "fromClass", check: declaration },
  definitionFingerprint: { kind: "computed", step: "definition", shown: true },
  definitionRevision: { kind: "computed", step: "definition", shown: true },
  publishedRevision: { kind: "computed", step: "publish", shown: true },
  testedRevision: { kind: "computed", step: "test", shown: false },
  queries: { kind: "computed", step: "definition", shown: true },
  destinations: { kind: "computed", step: "definition", shown: false },
  __foreign: { kind: "computed", shown: false },
  __ignored: { kind: "computed", shown: false },
  stateVersion: { kind: "output", shown: false },
  ownerToken: { kind: "output", shown: false },
  baseline: { kind: "output", shown: false },
  unwritten: { kind: "output", shown: false },
  bindingsUntried: { kind: "output", shown: false },
  pendingPublish: { kind: "output", shown: false },
  untested: { kind: "output", shown: false },
  rolledBack: { kind: "output", shown: false },
  testResults: { kind: "output", shown: true },
} as const satisfies Keys<Arguments, Outputs>;
