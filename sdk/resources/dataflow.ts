import * as pulumi from "@pulumi/pulumi";
import type { Shown } from "../model/shown";
import * as model from "../model/dataflow";
import type { DataflowArgs, DataflowTimeouts } from "./dataflowArgs";
import { withIds } from "./byName";
import { withFilesThere } from "./definitionFiles";
import { declare } from "./fabricResource";
import { isOfType, typeToken } from "../model/providerText";
import { isolationOf } from "./stackIsolation";

type Outputs = Omit<model.Outputs, keyof model.Computed> & model.Computed;
export interface Dataflow extends Shown<Outputs, typeof model.keys> {}

/**
 * A Microsoft Fabric Dataflow Gen2 item, with its definition.
 *
 * The option `import: "<item id>"` takes over exactly that item. `ignoreChanges: ["definition"]` leaves the definition to the portal.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items
 *
 * @example A folder in Fabric's Git format, published after each write
 * ```ts
 * const sales = new Dataflow("sales", {
 *   workspaceId,
 *   definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
 *   publishOnUpdate: true,
 * });
 * ```
 *
 * @example What differs by environment
 * ```ts
 * new Dataflow("sales", {
 *   workspaceId,
 *   definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
 *   parameters: { ServerName: config.require("server"), MaxRows: 1000 },
 *   connections: { Sql: sqlConnection },
 *   bind: { lakehouses: { Orders: { lakehouseId: lakehouse.id, workspaceId } } },
 * });
 * ```
 *
 * @example Data tests, which run before the definition is written
 * ```ts
 * new Dataflow("sales", {
 *   workspaceId,
 *   definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
 *   tests: { Orders: { minRows: 1, columns: { OrderId: "int64", Amount: "number" }, notNull: ["OrderId"] } },
 * });
 * ```
 */
export class Dataflow extends pulumi.CustomResource {
  /** The type by which the engine knows the resource. Policies by class use it. @internal */
  static readonly __pulumiType: string = typeToken("Dataflow");

  /** True if the value is a Dataflow, from any copy of this package. */
  static override isInstance(value: unknown): value is Dataflow {
    return isOfType(value, Dataflow.__pulumiType);
  }

  /** The item's address in the Fabric portal. */
  get portalUrl(): pulumi.Output<string> {
    return pulumi.interpolate`https://app.fabric.microsoft.com/groups/${this.workspaceId}/dataflows-gen2/${this.id}`;
  }

  /**
   * @param name The resource's name. It is the item's display name too, if `displayName` is left out.
   * @param args The arguments. A computed key among them (`definitionRevision`, ...) is an error.
   * @param opts `deleteBeforeReplace` is true by default, because names are unique in a workspace. `false` together
   * with `adoptExisting` is an error. `customTimeouts` gives the defaults of `timeouts`.
   */
  constructor(name: string, args: DataflowArgs, opts: pulumi.CustomResourceOptions = {}) {
    const byId = withIds(args, opts);
    const declared = declare(
      { type: "Dataflow", lifecycle: "dataflow", keys: model.keys },
      name,
      {
        ...byId,
        ...isolationOf(args),
        displayName: args?.displayName ?? name,
        definition: withFilesThere(args?.definition),
        timeouts: timeouts(args?.timeouts, opts.customTimeouts),
      },
      // Names are unique in a workspace. A forced replacement never asks the provider which comes first.
      { ...opts, deleteBeforeReplace: opts.deleteBeforeReplace ?? true },
    );
    try {
      super(...declared.resource);
    } finally {
      declared.done();
    }
  }

  /** Returns a resource whose state exists, by name and id. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    args: DataflowArgs,
    opts?: pulumi.CustomResourceOptions,
  ): Dataflow {
    return new Dataflow(name, args, { ...opts, id });
  }
}

function timeouts(
  given: DataflowArgs["timeouts"],
  defaults: pulumi.CustomTimeouts | undefined,
): pulumi.Input<DataflowTimeouts> | undefined {
  if (!defaults) return given;
  const { create, update, delete: remove } = defaults;
  const own = { ...(create && { create }), ...(update && { update }), ...(remove && { delete: remove }) };
  return pulumi.output(given).apply((chosen) => ({ ...own, ...chosen }));
}
