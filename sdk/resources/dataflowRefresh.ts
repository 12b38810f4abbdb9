import * as pulumi from "@pulumi/pulumi";
import * as model from "../model/dataflowRefresh";
import type { Shown } from "../model/shown";
import type { WithInputs } from "../model/withInputs";
import { declare } from "./fabricResource";
import { isOfType, typeToken } from "../model/providerText";

/** The dataflow's owner. Setting it selects the form of the call that was published first. */
export interface DataflowOwner extends WithInputs<model.Owner> {}

/** Arguments of {@link DataflowRefresh}. */
export interface DataflowRefreshArgs extends WithInputs<model.Arguments> {}

export type { RunFailure } from "../model/dataflowRefresh";

export interface DataflowRefresh extends Shown<model.Outputs, typeof model.keys> {}

/**
 * One run of a dataflow. Creating or replacing the resource starts it, and `pulumi up` waits for its end. If the run fails,
 * `up` fails, and the next `up` starts a new run.
 *
 * https://learn.microsoft.com/rest/api/fabric/dataflow/background-jobs
 *
 * @example A run whenever the definition was written
 * ```ts
 * new DataflowRefresh("sales-load", {
 *   workspaceId,
 *   dataflowId: sales.id,
 *   triggers: [sales.id, sales.definitionRevision],
 * });
 * ```
 *
 * @example Run parameters, and a bound for the wait
 * ```ts
 * new DataflowRefresh("sales-backfill", {
 *   workspaceId,
 *   dataflowId: sales.id,
 *   parameters: { From: "2026-01-01", Full: true },
 *   timeout: "2h",
 *   cancelOnTimeout: true,
 * });
 * ```
 */
export class DataflowRefresh extends pulumi.CustomResource {
  /** The type by which the engine knows the resource. Policies by class use it. @internal */
  static readonly __pulumiType: string = typeToken("DataflowRefresh");

  /** True if the value is a DataflowRefresh, from any copy of this package. */
  static override isInstance(value: unknown): value is DataflowRefresh {
    return isOfType(value, DataflowRefresh.__pulumiType);
  }

  /** Refuses an output among the arguments, and the option `import`, because a run cannot be imported. */
  constructor(name: string, args: DataflowRefreshArgs, opts: pulumi.CustomResourceOptions = {}) {
    const declared = declare(
      { type: "DataflowRefresh", lifecycle: "dataflowRefresh", keys: model.keys },
      name,
      args,
      // Cancels the old run before the new one starts. Otherwise Fabric would deduplicate the new run.
      args?.cancelOnDelete ? { ...opts, deleteBeforeReplace: opts.deleteBeforeReplace ?? true } : opts,
    );
    try {
      super(...declared.resource);
    } finally {
      declared.done();
    }
  }
}
