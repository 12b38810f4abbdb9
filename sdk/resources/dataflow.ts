import * as pulumi from "@pulumi/pulumi";
import { DECLARATION } from "../model/declaration";
import { COMPUTED } from "../outputNames";
import type { DataflowArgs, DataflowTestResult, DataflowTimeouts } from "./dataflowArgs";
import { declaration } from "./declaration";
import { properties, refuseComputed } from "./options";
import { withoutPromiseTraces } from "./promiseTraces";
import { isOfType, providerText, typeToken } from "./providerText";
import { refuseWhereRuntimeIsNotFound } from "./runtimeCheck";

/** What the class shows of what a program may leave out or cannot set. */
const SHOWN = [
  ...["description", "folderId", "tags", "publishOnUpdate"],
  ...["definitionFingerprint", "definitionRevision", "publishedRevision", "queries", "testResults"],
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
  /** The type under which the engine knows the resource; policies by class go by it. @internal */
  static readonly __pulumiType: string = typeToken("Dataflow");

  /** True if the value is a Dataflow, of whatever copy of this package. */
  static override isInstance(value: unknown): value is Dataflow {
    return isOfType(value, Dataflow.__pulumiType);
  }

  /** Id of the workspace (GUID). */
  declare readonly workspaceId: pulumi.Output<string>;
  /** Name in the workspace. */
  declare readonly displayName: pulumi.Output<string>;
  /** Undefined where the program does not manage it. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** Id of the folder that holds the item (GUID). Undefined where the program does not manage it. */
  declare readonly folderId: pulumi.Output<string | undefined>;
  /** Ids of the item's tags (GUIDs). Undefined where the program does not manage them. */
  declare readonly tags: pulumi.Output<string[] | undefined>;
  /** Whether each definition that is written is published. */
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
  get portalUrl(): pulumi.Output<string> {
    return pulumi.interpolate`https://app.fabric.microsoft.com/groups/${this.workspaceId}/dataflows-gen2/${this.id}`;
  }

  /**
   * @param name The resource's name, and the item's display name where `displayName` is left out.
   * @param args What is declared. A computed key (`definitionRevision`, ...) among it is an error of the program.
   * @param opts `deleteBeforeReplace` is true unless set, because names are unique in a workspace; `false` together with `adoptExisting` is an
   * error of the program. `customTimeouts` gives the defaults of `timeouts`.
   */
  constructor(name: string, args: DataflowArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseWhereRuntimeIsNotFound();
    refuseComputed(name, args, COMPUTED);
    if (opts.deleteBeforeReplace === false && args.adoptExisting)
      throw new pulumi.RunError(
        `${name}: deleteBeforeReplace: false cannot go with adoptExisting, because the new resource would take over the item that is then deleted: remove one of them`,
      );
    const { import: _import, ...rest } = opts;
    const restore = withoutPromiseTraces();
    try {
      super(
        typeToken("Dataflow"),
        name,
        properties(
          {
            ...args,
            displayName: args.displayName ?? name,
            timeouts: timeouts(args.timeouts, opts.customTimeouts),
            [DECLARATION]: declaration(typeToken("Dataflow"), name, args, opts),
            __provider: providerText("dataflow"),
          },
          SHOWN,
        ),
        {
          // Names are unique in a workspace, and a forced replacement never asks the provider for the order.
          deleteBeforeReplace: true,
          ...rest,
          ignoreChanges: ignoring(opts.ignoreChanges),
        },
      );
    } finally {
      restore();
    }
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
