import * as pulumi from "@pulumi/pulumi";
import { progressUrn, refuseComputed, secretNames, undefinedKeys } from "./options";
import { providerText, typeToken } from "./providerText";
import { warnWhereRuntimeIsNotFound } from "./runtimeCheck";

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
  query: string;
  /** Rows seen, of those that were asked for. */
  rows: number;
  durationMs: number;
  outcome: "passed" | "failed";
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

const COMPUTED = [
  "definitionFingerprint",
  "definitionRevision",
  "publishedRevision",
  "testedRevision",
  "queries",
] as const;
const OUTPUTS = [
  ...COMPUTED,
  "ownerToken",
  "stateVersion",
  "baseline",
  "unwritten",
  "pendingPublish",
  "untested",
  "testResults",
] as const;

/**
 * A Microsoft Fabric Dataflow Gen2 item, with its definition.
 *
 * @example
 * ```ts
 * const sales = new Dataflow("sales", {
 *   workspaceId,
 *   definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
 *   publishOnUpdate: true,
 * });
 * ```
 *
 * The option `import: "<item id>"` takes over exactly that item. `ignoreChanges: ["definition"]` leaves the definition to the portal.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items
 */
export class Dataflow extends pulumi.CustomResource {
  declare readonly workspaceId: pulumi.Output<string>;
  declare readonly displayName: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly folderId: pulumi.Output<string | undefined>;
  declare readonly tags: pulumi.Output<string[] | undefined>;
  declare readonly publishOnUpdate: pulumi.Output<boolean | undefined>;
  /** What the definition means, in short: `<version of the algorithm>:<hash>`. Known in previews; equal where only formatting differs. */
  declare readonly definitionFingerprint: pulumi.Output<string>;
  /** Counts the definitions written: edits, and repairs of edits made elsewhere. Starts at 1. Known in previews. */
  declare readonly definitionRevision: pulumi.Output<number>;
  /** The revision that is published; 0 where none is known to be. */
  declare readonly publishedRevision: pulumi.Output<number>;
  /** Query name to fingerprint. Known in previews. */
  declare readonly queries: pulumi.Output<{ [query: string]: string }>;
  /** The last data tests that ran. */
  declare readonly testResults: pulumi.Output<DataflowTestResult[] | undefined>;
  /** Address of the item in the Fabric portal. */
  readonly portalUrl: pulumi.Output<string>;

  constructor(name: string, args: DataflowArgs, opts: pulumi.CustomResourceOptions = {}) {
    warnWhereRuntimeIsNotFound();
    refuseComputed(name, args, COMPUTED);
    if (opts.deleteBeforeReplace === false && args.adoptExisting)
      throw new pulumi.RunError(
        `${name}: deleteBeforeReplace: false cannot go with adoptExisting, because the new resource would take over the item that is then deleted: remove one of them`,
      );
    const { import: importId, ...rest } = opts;
    super(
      typeToken("Dataflow"),
      name,
      {
        ...args,
        displayName: args.displayName ?? name,
        timeouts: timeouts(args.timeouts, opts.customTimeouts),
        secretParameters: secretNames(args.parameters),
        importId,
        progressUrn: progressUrn(typeToken("Dataflow"), name, opts),
        ...undefinedKeys(OUTPUTS),
        __provider: providerText("dataflow"),
      },
      {
        // Names are unique in a workspace, and a forced replacement never asks the provider for the order.
        deleteBeforeReplace: true,
        ...rest,
        ignoreChanges: ignoring(opts.ignoreChanges),
      },
    );
    this.portalUrl = pulumi.interpolate`https://app.fabric.microsoft.com/groups/${this.workspaceId}/dataflows-gen2/${this.id}`;
  }

  /** A resource whose state exists, by name and id. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    args: DataflowArgs,
    opts?: pulumi.CustomResourceOptions,
  ): Dataflow {
    return new Dataflow(name, args, { ...opts, id });
  }
}

/**
 * An ignored definition is reset before check, but with the current path: only the computed keys really hold it. What is published
 * is no part of it: a publish that failed is still to be done.
 */
const ignoring = (ignoreChanges: string[] = []): string[] =>
  ignoreChanges.some((path) => /^definition\b/.test(path))
    ? [...ignoreChanges, ...COMPUTED.filter((key) => key !== "publishedRevision")]
    : ignoreChanges;

function timeouts(
  given: DataflowArgs["timeouts"],
  defaults: pulumi.CustomTimeouts | undefined,
): pulumi.Input<DataflowTimeouts> | undefined {
  if (!defaults) return given;
  const { create, update, delete: remove } = defaults;
  const own = { ...(create && { create }), ...(update && { update }), ...(remove && { delete: remove }) };
  return pulumi.output(given).apply((chosen) => ({ ...own, ...chosen }));
}
