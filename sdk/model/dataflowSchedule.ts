import { declaration, flag, guid, oneOf, scalars } from "./checks";
import type { FromClass } from "./fromClass";
import type { Keys } from "./keys";
import type { Schedule } from "./schedule";
import { checkSchedule } from "./scheduleRules";

/** What a program declares of a schedule. */
export interface Arguments {
  /** Id of the workspace (GUID). Changed: replace. */
  workspaceId: string;
  /** Id of the dataflow (GUID). Changed: replace. */
  dataflowId: string;
  /**
   * "Refresh" (default) runs the dataflow, "Publish" publishes it alone. Changed: replace.
   * @default "Refresh"
   */
  jobType?: "Refresh" | "Publish";
  /**
   * Default true; false keeps the schedule without starting anything.
   * @default true
   */
  enabled?: boolean;
  /** When runs start. A start in the past starts one as soon as the schedule is created. */
  schedule: Schedule;
  /**
   * Whether a scheduled refresh publishes first where something is unpublished.
   * @default "ApplyChangesIfNeeded"
   */
  executeOption?: "ApplyChangesIfNeeded" | "SkipApplyChanges";
  /**
   * Run parameters, by case-sensitive name: text, number or true/false; dates, times and durations as ISO 8601 texts, with or without a zone
   * where the type allows it, dates as JavaScript's `Date` too. They are sent in the service's own forms. The definition must be
   * `parametric`. Fabric schedules no dataflow that has a required parameter.
   */
  parameters?: { [name: string]: string | number | boolean | Date | null };
}

export interface Inputs extends Arguments, FromClass {}

export interface Outputs extends Inputs {
  stateVersion?: number;
  /** Which resource holds the schedule. */
  ownerToken?: string;
  /** What a take-over left as it was and the next `up` writes. */
  unwritten?: string[];
}

export const keys = {
  workspaceId: { kind: "required", step: "replace", check: guid, shown: true, foldCase: true },
  dataflowId: { kind: "required", step: "replace", check: guid, shown: true, foldCase: true },
  jobType: { kind: "optional", step: "replace", check: oneOf("Refresh", "Publish"), shown: true },
  enabled: { kind: "optional", check: flag, shown: true },
  schedule: { kind: "required", check: checkSchedule, shown: true },
  executeOption: { kind: "optional", check: oneOf("ApplyChangesIfNeeded", "SkipApplyChanges") },
  parameters: { kind: "optional", check: scalars("parameter name") },
  __declaration: { kind: "fromClass", check: declaration },
  stateVersion: { kind: "output", shown: false },
  ownerToken: { kind: "output", shown: false },
  unwritten: { kind: "output", shown: false },
} as const satisfies Keys<Arguments, Outputs>;
