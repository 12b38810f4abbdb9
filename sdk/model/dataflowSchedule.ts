import { declaration, flag, guid, oneOf, scalars } from "./checks";
import type { FromClass } from "./fromClass";
import type { Keys } from "./keys";
import type { Schedule } from "./schedule";
import { checkSchedule } from "./scheduleRules";

/** The arguments of a schedule, as a program declares them. */
export interface Arguments {
  /** Id of the workspace (GUID). A change replaces the schedule. */
  workspaceId: string;
  /** Id of the dataflow (GUID). A change replaces the schedule. */
  dataflowId: string;
  /**
   * "Refresh" (default) runs the dataflow; "Publish" only publishes it. A change replaces the schedule.
   * @default "Refresh"
   */
  jobType?: "Refresh" | "Publish";
  /**
   * False keeps the schedule and starts no runs.
   * @default true
   */
  enabled?: boolean;
  /** When runs start. A start in the past starts a run as soon as the schedule is created. */
  schedule: Schedule;
  /**
   * "ApplyChangesIfNeeded": a scheduled refresh first publishes what is unpublished. "SkipApplyChanges": it runs the
   * published version.
   * @default "ApplyChangesIfNeeded"
   */
  executeOption?: "ApplyChangesIfNeeded" | "SkipApplyChanges";
  /**
   * Run parameters, by name (case-sensitive): text, number, true or false. Write dates, times and durations as ISO 8601
   * texts, with or without a time zone if the type allows both; a JavaScript `Date` is accepted for dates. They are
   * sent in the forms that the service expects. The definition must be `parametric`. Fabric does not schedule a
   * dataflow that has a required parameter.
   */
  parameters?: { [name: string]: string | number | boolean | Date | null };
}

export interface Inputs extends Arguments, FromClass {}

export interface Outputs extends Inputs {
  stateVersion?: number;
  /** Which resource holds the schedule. */
  ownerToken?: string;
  /** Keys that an import left as they were; the next `up` writes them. */
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
