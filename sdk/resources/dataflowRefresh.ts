import * as pulumi from "@pulumi/pulumi";
import { DECLARATION } from "../model/declaration";
import { declaration } from "./declaration";
import { properties, refuseComputed } from "./options";
import { withoutPromiseTraces } from "./promiseTraces";
import { providerText, typeToken } from "./providerText";
import { refuseWhereRuntimeIsNotFound } from "./runtimeCheck";

/** Whose dataflow is run; selects the first published form of the call. */
export interface DataflowOwner {
  /** The dataflow's display name. */
  dataflowName: pulumi.Input<string>;
  /** As name@example.com. */
  userPrincipalName: pulumi.Input<string>;
  /** Object id in Microsoft Entra ID (GUID). */
  userObjectId: pulumi.Input<string>;
}

/** Arguments of {@link DataflowRefresh}. */
export interface DataflowRefreshArgs {
  /** Id of the workspace (GUID). Another one asks for a new run. */
  workspaceId: pulumi.Input<string>;
  /** Id of the dataflow (GUID). Another one asks for a new run. */
  dataflowId: pulumi.Input<string>;
  /**
   * A change of any of these values asks for a new run. `[sales.id, sales.definitionRevision]`: whenever the definition was written, by an
   * edit or by the repair of a portal edit; `definitionFingerprint`: whenever its declared meaning changed.
   */
  triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  /** "Refresh" (default) runs the dataflow, "Publish" publishes it alone. Another one asks for a new run. */
  jobType?: pulumi.Input<"Refresh" | "Publish">;
  /** Whether a refresh publishes first where something is unpublished. Default "ApplyChangesIfNeeded". */
  executeOption?: pulumi.Input<"ApplyChangesIfNeeded" | "SkipApplyChanges">;
  /**
   * Run parameters, by case-sensitive name: text, number or true/false; dates and durations as ISO 8601 texts. The definition must be
   * `parametric`. Other values ask for a new run.
   */
  parameters?: pulumi.Input<{ [name: string]: pulumi.Input<string | number | boolean | null> }>;
  /** Sends the first published form of the call, which names the owner; only where a tenant still needs it. Another one asks for a new run. */
  owner?: pulumi.Input<DataflowOwner>;
  /** Default true: `pulumi up` awaits the run's end, and fails where it fails. */
  waitForCompletion?: pulumi.Input<boolean>;
  /** Deleting this resource cancels a run that is still going. Default false. */
  cancelOnDelete?: pulumi.Input<boolean>;
  /** A run that is longer than `timeout` is cancelled. Default false: it goes on, and the next `up` awaits it. */
  cancelOnTimeout?: pulumi.Input<boolean>;
  /** A second Ctrl-C cancels the run. Default false. */
  cancelOnInterrupt?: pulumi.Input<boolean>;
  /** How long a run is awaited: "45m", "8h". Default "24h", the longest that Fabric lets a refresh run. */
  timeout?: pulumi.Input<string>;
}

/** Why a run failed. */
export interface RunFailure {
  /** Fabric's code. */
  errorCode?: string;
  /** Fabric's message. */
  message?: string;
  /** What Microsoft's support asks for. */
  requestId?: string;
}

const SHOWN = ["jobInstanceId", "status", "startTimeUtc", "endTimeUtc", "rootActivityId", "failureReason"] as const;
const OUTPUTS = [...SHOWN, "stateVersion"] as const;

/**
 * One run of a dataflow: started when the resource is created or replaced, and awaited. A run that failed is an error, and runs
 * again at the next `up`.
 *
 * @example
 * ```ts
 * new DataflowRefresh("sales-load", {
 *   workspaceId,
 *   dataflowId: sales.id,
 *   triggers: [sales.id, sales.definitionRevision],
 * });
 * ```
 *
 * https://learn.microsoft.com/rest/api/fabric/dataflow/background-jobs
 */
export class DataflowRefresh extends pulumi.CustomResource {
  /** Id of the workspace (GUID). */
  declare readonly workspaceId: pulumi.Output<string>;
  /** Id of the dataflow (GUID). */
  declare readonly dataflowId: pulumi.Output<string>;
  /** The run that counts: another than `id` where the one that was started met one that was going already. */
  declare readonly jobInstanceId: pulumi.Output<string>;
  /** "Completed", or how far the run is where it is not awaited. */
  declare readonly status: pulumi.Output<string>;
  /** When the run started: ISO 8601, UTC. */
  declare readonly startTimeUtc: pulumi.Output<string | undefined>;
  /** When the run ended: ISO 8601, UTC. */
  declare readonly endTimeUtc: pulumi.Output<string | undefined>;
  /** Id of the run's root activity (GUID), for Microsoft's support. */
  declare readonly rootActivityId: pulumi.Output<string | undefined>;
  /** Fabric's reason where the run failed; the error of `pulumi up` says the same. */
  declare readonly failureReason: pulumi.Output<RunFailure | undefined>;

  /** Throws where an output is among the arguments, and with the option `import`: a run cannot be imported. */
  constructor(name: string, args: DataflowRefreshArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseWhereRuntimeIsNotFound();
    refuseComputed(name, args, OUTPUTS);
    if (opts.import !== undefined)
      throw new pulumi.RunError(
        `${name}: a run cannot be imported; declare the refresh, and it starts a run of its own`,
      );
    const restore = withoutPromiseTraces();
    try {
      super(
        typeToken("DataflowRefresh"),
        name,
        properties(
          {
            ...args,
            [DECLARATION]: declaration(typeToken("DataflowRefresh"), name, args, opts),
            __provider: providerText("dataflowRefresh"),
          },
          SHOWN,
        ),
        // The old run is cancelled before another starts, or the new one would meet it.
        args.cancelOnDelete ? { deleteBeforeReplace: true, ...opts } : opts,
      );
    } finally {
      restore();
    }
  }
}
