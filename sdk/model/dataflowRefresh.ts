import { duration, fields, flag, guid, listOf, oneOf, required, scalars, text } from "./checks";
import type { FromClass } from "./fromClass";
import type { Keys } from "./keys";

/** Whose dataflow is run; selects the first published form of the call. */
export interface Owner {
  /** The dataflow's display name. */
  dataflowName: string;
  /** As name@example.com. */
  userPrincipalName: string;
  /** Object id in Microsoft Entra ID (GUID). */
  userObjectId: string;
}

/** What a program declares of a run. */
export interface Arguments {
  /** Id of the workspace (GUID). Another one asks for a new run. */
  workspaceId: string;
  /** Id of the dataflow (GUID). Another one asks for a new run. */
  dataflowId: string;
  /**
   * A change of any of these values asks for a new run. `[sales.id, sales.definitionRevision]`: whenever the definition was written, by an
   * edit or by the repair of a portal edit; `definitionFingerprint`: whenever its declared meaning changed.
   */
  triggers?: unknown[];
  /**
   * "Refresh" (default) runs the dataflow, "Publish" publishes it alone. Another one asks for a new run.
   * @default "Refresh"
   */
  jobType?: "Refresh" | "Publish";
  /**
   * Whether a refresh publishes first where something is unpublished.
   * @default "ApplyChangesIfNeeded"
   */
  executeOption?: "ApplyChangesIfNeeded" | "SkipApplyChanges";
  /**
   * Run parameters, by case-sensitive name: text, number or true/false; dates, times and durations as ISO 8601 texts, with or without a zone
   * where the type allows it, dates as JavaScript's `Date` too. They are sent in the service's own forms. The definition must be
   * `parametric`. Other values ask for a new run.
   */
  parameters?: { [name: string]: string | number | boolean | Date | null };
  /** Sends the first published form of the call, which names the owner; only where a tenant still needs it. Another one asks for a new run. */
  owner?: Owner;
  /**
   * Default true: `pulumi up` awaits the run's end, and fails where it fails.
   * @default true
   */
  waitForCompletion?: boolean;
  /**
   * Deleting this resource cancels a run that is still going.
   * @default false
   */
  cancelOnDelete?: boolean;
  /**
   * A run that is longer than `timeout` is cancelled. Default false: it goes on, and the next `up` awaits it.
   * @default false
   */
  cancelOnTimeout?: boolean;
  /**
   * A second Ctrl-C cancels the run.
   * @default false
   */
  cancelOnInterrupt?: boolean;
  /**
   * How long a run is awaited: "45m", "8h". Default "24h", the longest that Fabric lets a refresh run.
   * @default "24h"
   */
  timeout?: string;
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

export interface Inputs extends Arguments, FromClass {}

export interface Outputs extends Inputs {
  stateVersion?: number;
  /** The run that counts: another than `id` where the one that was started met one that was going already. */
  jobInstanceId: string;
  /** "Completed", or how far the run is where it is not awaited. */
  status: string;
  /** When the run started: ISO 8601, UTC. */
  startTimeUtc?: string;
  /** When the run ended: ISO 8601, UTC. */
  endTimeUtc?: string;
  /** Id of the run's root activity (GUID), for Microsoft's support. */
  rootActivityId?: string;
  /** Fabric's reason where the run failed; the error of `pulumi up` says the same. */
  failureReason?: RunFailure;
  /** The dataflow's definition was written once more before a run, because the run before had lacked credentials. That is done once. */
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
