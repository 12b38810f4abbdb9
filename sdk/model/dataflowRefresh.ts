import { duration, fields, flag, guid, listOf, oneOf, required, scalars, text } from "./checks";
import type { FromClass } from "./fromClass";
import type { Keys } from "./keys";

/** The dataflow's owner. Setting it selects the form of the call that was published first. */
export interface Owner {
  /** The dataflow's display name. */
  dataflowName: string;
  /** User principal name: name@example.com. */
  userPrincipalName: string;
  /** Object id in Microsoft Entra ID (GUID). */
  userObjectId: string;
}

/** The arguments of a run, as a program declares them. */
export interface Arguments {
  /** Id of the workspace (GUID). A change starts a new run. */
  workspaceId: string;
  /** Id of the dataflow (GUID). A change starts a new run. */
  dataflowId: string;
  /**
   * A change of any of these values starts a new run. `[sales.id, sales.definitionRevision]`: each time the definition
   * was written, by an edit or by the repair of a portal edit. `[sales.definitionFingerprint]`: each time its declared
   * meaning changed.
   */
  triggers?: unknown[];
  /**
   * "Refresh" (default) runs the dataflow; "Publish" only publishes it. A change starts a new run.
   * @default "Refresh"
   */
  jobType?: "Refresh" | "Publish";
  /**
   * "ApplyChangesIfNeeded": a refresh first publishes what is unpublished. "SkipApplyChanges": it runs the published
   * version.
   * @default "ApplyChangesIfNeeded"
   */
  executeOption?: "ApplyChangesIfNeeded" | "SkipApplyChanges";
  /**
   * Run parameters, by name (case-sensitive): text, number, true or false. Write dates, times and durations as ISO 8601
   * texts, with or without a time zone if the type allows both; a JavaScript `Date` is accepted for dates. They are
   * sent in the forms that the service expects. The definition must be `parametric`. A change starts a new run.
   */
  parameters?: { [name: string]: string | number | boolean | Date | null };
  /**
   * Starts the run by the form of the call that was published first, which names the owner. Set it only if a tenant
   * still needs that form. A change starts a new run.
   */
  owner?: Owner;
  /**
   * True (default): `pulumi up` waits for the end of the run, and fails if the run fails.
   * @default true
   */
  waitForCompletion?: boolean;
  /**
   * Deleting this resource cancels a run that is still active.
   * @default false
   */
  cancelOnDelete?: boolean;
  /**
   * Cancels a run that takes longer than `timeout`. Default false: it goes on, and the next `up` waits for it.
   * @default false
   */
  cancelOnTimeout?: boolean;
  /**
   * A second Ctrl-C cancels the run.
   * @default false
   */
  cancelOnInterrupt?: boolean;
  /**
   * How long `up` waits for the run: "45m", "8h". Default "24h", the longest that Fabric lets a refresh run.
   * @default "24h"
   */
  timeout?: string;
}

/** Why a run failed. */
export interface RunFailure {
  /** Fabric's error code. */
  errorCode?: string;
  /** Fabric's message. */
  message?: string;
  /** The id that Microsoft's support asks for. */
  requestId?: string;
}

export interface Inputs extends Arguments, FromClass {}

export interface Outputs extends Inputs {
  stateVersion?: number;
  /**
   * Id of the run that this resource waits for (GUID). It differs from `id` if Fabric deduplicated the started run
   * because another one was active.
   */
  jobInstanceId: string;
  /** "Completed"; or the last known status, if the run is not awaited. */
  status: string;
  /** When the run started: ISO 8601, UTC. */
  startTimeUtc?: string;
  /** When the run ended: ISO 8601, UTC. */
  endTimeUtc?: string;
  /** Id of the run's root activity (GUID), for Microsoft's support. */
  rootActivityId?: string;
  /** Why the run failed, in Fabric's words. The error of `pulumi up` has the same. */
  failureReason?: RunFailure;
  /**
   * True if the dataflow's definition was written once more before a run, because the run before lacked credentials.
   * That is done only once.
   */
  bindingsWritten?: boolean;
}

const owner = fields<Owner>("{ dataflowName, userPrincipalName, userObjectId }", {
  dataflowName: required(text()),
  userPrincipalName: required(text()),
  userObjectId: required(text()),
});

export const keys = {
  workspaceId: { kind: "required", step: "replace", check: guid, shown: true, foldCase: true },
  dataflowId: { kind: "required", step: "replace", check: guid, shown: true, foldCase: true },
  triggers: { kind: "optional", step: "replace", check: listOf("values") },
  jobType: { kind: "optional", step: "replace", check: oneOf("Refresh", "Publish") },
  executeOption: { kind: "optional", step: "replace", check: oneOf("ApplyChangesIfNeeded", "SkipApplyChanges") },
  parameters: { kind: "optional", step: "replace", check: scalars("parameter name") },
  owner: { kind: "optional", step: "replace", check: owner },
  waitForCompletion: { kind: "optional", check: flag },
  cancelOnDelete: { kind: "optional", check: flag },
  cancelOnTimeout: { kind: "optional", check: flag },
  cancelOnInterrupt: { kind: "optional", check: flag },
  timeout: { kind: "optional", check: duration },
  __declaration: { kind: "fromClass" },
  stateVersion: { kind: "output", shown: false },
  jobInstanceId: { kind: "output", shown: true },
  bindingsWritten: { kind: "output", shown: false },
  status: { kind: "output", shown: true },
  startTimeUtc: { kind: "output", shown: true },
  endTimeUtc: { kind: "output", shown: true },
  rootActivityId: { kind: "output", shown: true },
  failureReason: { kind: "output", shown: true },
} as const satisfies Keys<Arguments, Outputs>;
