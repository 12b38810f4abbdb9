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
   * "ApplyOrFail" (default) or "Ignore": what happens where the label cannot be applied.
   * @default "ApplyOrFail"
   */
  applyStrategy?: "ApplyOrFail" | "Ignore";
}

/** The definition: a folder in Fabric's Git format, or a map of part path to asset. */
export type DataflowDefinition = ArchiveContent | { [partPath: string]: AssetContent | ArchiveContent };

/** What a program declares of a dataflow. */
export interface Arguments {
  /** Id of the workspace (GUID). Another workspace replaces the item. */
  workspaceId: string;
  /** Name in the workspace, at most 256 characters. Default: the resource's name. */
  displayName?: string;
  /** At most 256 characters. Left out: not managed; removed: cleared. */
  description?: string;
  /** Id of the folder that holds the item (GUID). Left out: not managed; removed: moved to the workspace's root. */
  folderId?: string;
  /** Ids of the item's tags (GUIDs), exactly these. Left out: not managed. */
  tags?: string[];
  /** Given to a new item only: Fabric's API cannot change the label of an existing one. */
  sensitivityLabel?: SensitivityLabel;
  /**
   * What the dataflow does: a folder in Fabric's Git format (`mashup.pq`, `queryMetadata.json`, `.platform`) as
   * `new pulumi.asset.FileArchive("./Sales.Dataflow")`, a map of part path to asset, or the older single part `dataflow-content.json`.
   * Compared by meaning, not by bytes. A folder `tests` in it holds unit tests, and is no part. Left out: not managed.
   * https://learn.microsoft.com/rest/api/fabric/articles/item-management/definitions/dataflow-definition
   */
  definition?: DataflowDefinition;
  /**
   * Current values of M parameters, by name: text, number, true/false or null; dates, times and durations as ISO 8601 texts, read by the
   * parameter's declared type. Everything else in the M stays as the file says. Outputs and secrets are welcome.
   */
  parameters?: { [name: string]: string | number | boolean | null };
  /**
   * The connections of this environment. A key is an entry's path or kind in `queryMetadata.json`, or `kind:path` where one alone fits
   * several.
   */
  connections?: { [entry: string]: DataflowConnection };
  /** Id of the gateway that the dataflow uses (GUID). */
  gatewayObjectId?: string;
  /**
   * Takes a definition with secret files. Nothing of it is fingerprinted, because a fingerprint would let its content be guessed: the outputs
   * name no queries, edits made in the portal are not seen (as with `driftCheck: "item"`), and messages do not say what is wrong with it. Default false:
   * a secret file is an error; put secret values into `parameters` or `replacements`, where they are kept apart.
   * @default false
   */
  allowSecretDefinition?: boolean;
  /** Items that the M names by id and that are others in this environment. */
  bind?: DataflowBindings;
  /**
   * Plain texts of M and metadata, by what the file says, for what `parameters`, `connections` and `bind` do not know. A text that is never
   * found is an error; `times` limits how often it may be. Outputs and secrets are welcome.
   */
  replacements?: { [find: string]: DataflowReplacement };
  /**
   * Nothing that the file alone decides reaches this environment: a workspace other than `workspaceId`, an item in one, an endpoint or a connection
   * that nothing binds is an error, before anything is written. Default: `fabric-dataflow:isolated` of the stack's configuration, else false: a
   * warning, if the program binds something.
   */
  isolated?: boolean;
  /**
   * Ids (GUIDs) of workspaces, items and connections, or hosts of endpoints, that are the same in every environment. Those of
   * `fabric-dataflow:allowForeign` count too.
   */
  allowForeign?: string[];
  /**
   * Keeps bindings that the stored definition has and the declared one lacks; an update loses them else. Default false: a warning names them.
   * @default false
   */
  keepConnections?: boolean;
  /**
   * Before a definition is written, checks each connection: the identity that runs it sees it, its kind and path are those of the definition, and it
   * is not offline. Default false: a warning, if a connection that the program binds anew is visible and surely another one.
   * @default false
   */
  verifyConnections?: boolean;
  /**
   * How strictly the M is judged before anything is sent: "error" (default), "warn" or "off" for M that only the service understands.
   * @default "error"
   */
  validate?: "error" | "warn" | "off";
  /**
   * Data tests, by query: before a definition is written, the new M is evaluated on the live connections, and written only where its
   * rows are as expected. A new item is tested before it is published. A query has one expectation, or several with names.
   */
  tests?: { [query: string]: Expectations };
  /**
   * "change" (default): tests run for queries that changed, or depend on one that did. "always": with each definition written.
   * @default "change"
   */
  testOn?: "change" | "always";
  /**
   * What a change does that breaks those who read the tables which the dataflow writes, as far as the M tells it: "warn" (default), or
   * "error": the preview fails. docs/contract.md has the verdicts.
   * @default "warn"
   */
  onBreakingChange?: "warn" | "error";
  /**
   * Breaking changes that are meant: a written query or its table (`Orders`, `dbo.Orders`), or one column (`Orders.Amount`). They are notes, and
   * stop nothing.
   */
  allowBreaking?: string[];
  /**
   * "live": before a definition is written, the columns that changed queries really give are asked for, with the identity that runs, and
   * compared with the mapping and with the tables as they are. Left out: only what the M tells.
   */
  contract?: "live";
  /**
   * Publishes (job ApplyChanges) after each definition written. Default false: a refresh with `ApplyChangesIfNeeded` publishes too.
   * @default false
   */
  publishOnUpdate?: boolean;
  /**
   * Where the publish of a definition that an update has just written fails, or a test of it, what was stored before is written back, and
   * published if it was. The error names both, and the next preview shows the declared definition as still to be written. Default false: it stays
   * written, and the version published before stays in force. Tables that runs have written are not restored.
   * @default false
   */
  rollback?: boolean;
  /**
   * Before an update writes a definition, runs of the dataflow that are going are awaited, within `timeouts.update`.
   * @default false
   */
  waitForRun?: boolean;
  /**
   * With `waitForRun`: these runs are cancelled, and their end is awaited.
   * @default false
   */
  cancelRuns?: boolean;
  /**
   * Takes over an existing dataflow of that name and makes it as declared. Default false: such a name is an error.
   * @default false
   */
  adoptExisting?: boolean;
  /**
   * Sends `hardDelete` with the delete, which needs the Admin role. Default false. Either way a deleted dataflow is gone: a workspace's recycle
   * bin has no dataflows. The resource options `protect` and `retainOnDelete` keep one from being deleted.
   * @default false
   */
  hardDelete?: boolean;
  /**
   * "unlessUsed": a delete asks once, 5 seconds at most, what uses the dataflow (an API in beta), and fails with the names of semantic models,
   * pipelines and the rest. Without an answer it deletes. Default "always", or the setting `delete`.
   * @default "always"
   */
  delete?: "always" | "unlessUsed";
  /**
   * What `pulumi refresh` compares: "definition" (default) or only the "item" with its name, description, folder and tags.
   * @default "definition"
   */
  driftCheck?: "definition" | "item";
  /** Bounds of each step. The option `customTimeouts` gives their defaults. */
  timeouts?: Timeouts;
}

/** What `check` adds to the inputs, so that previews and dependents know it. */
export interface Computed {
  /** What the definition means, in short: `<version of the algorithm>:<hash>`. Known in previews; equal where only formatting differs. */
  definitionFingerprint: string;
  /** Counts the definitions written: edits, and repairs of edits made elsewhere. Starts at 1. Known in previews. */
  definitionRevision: number;
  /** The revision that is published; 0 where none is known to be. */
  publishedRevision: number;
  /** The revision whose data tests ran, or are wanted. */
  testedRevision: number;
  /** Query name to fingerprint. Known in previews. */
  queries: { [query: string]: string };
  /**
   * Where each query that is written somewhere is written to, in short: item and table, update method, how the columns follow, and the
   * columns that the M tells: `lakehouse <id>/dbo.Orders Replace fixed; OrderId int64, Amount number`. Known in previews. Absent where no
   * query is.
   */
  destinations: { [query: string]: string };
  /** What the file names in another workspace and nothing binds: the warning that an unchanged `up` repeats. Previews do not show it. */
  __foreign: string;
  /** `ignoreChanges` holds the definition: this `up` leaves the stored one as it is. Previews do not show it. */
  __ignored: boolean;
}

/** The class names an item after its resource. Without a definition nothing is computed. */
export interface Inputs extends Arguments, FromClass, Partial<Computed> {
  /** Name in the workspace. */
  displayName: string;
}

/** What the service made of the definition, where that is neither what was declared nor to be taken for drift. */
export interface Baseline {
  definitionFingerprint: string;
  queries: { [query: string]: string };
}

/** A publish that was started and whose end is not known: the next `up` awaits it and starts no other. */
export interface PendingPublish {
  jobInstanceId: string;
  revision: number;
}

/** What the lifecycle keeps beside the inputs. It is never among the inputs that `read` returns. */
export interface Outputs extends Inputs {
  stateVersion?: number;
  /** Which resource holds the item. */
  ownerToken?: string;
  baseline?: Baseline;
  /** What a take-over left as it was and the next `up` writes. */
  unwritten?: string[];
  /** An item that was taken over is as declared, and nobody knows yet whether Fabric sees its connections. */
  bindingsUntried?: boolean;
  pendingPublish?: PendingPublish;
  /** Queries whose new M was written and not tried yet. */
  untested?: string[];
  /** The revision that was declared, failed, and gave way to the definition before it. */
  rolledBack?: number;
  /** The last data tests that ran. */
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
