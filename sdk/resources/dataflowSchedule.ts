import * as pulumi from "@pulumi/pulumi";
import { DECLARATION } from "../model/declaration";
import { declaration } from "./declaration";
import { properties, refuseComputed } from "./options";
import { withoutPromiseTraces } from "./promiseTraces";
import { providerText, typeToken } from "./providerText";
import { refuseWhereRuntimeIsNotFound } from "./runtimeCheck";
import type { Schedule } from "./scheduleKinds";

/** Arguments of {@link DataflowSchedule}. */
export interface DataflowScheduleArgs {
  /** Id of the workspace (GUID). Changed: replace. */
  workspaceId: pulumi.Input<string>;
  /** Id of the dataflow (GUID). Changed: replace. */
  dataflowId: pulumi.Input<string>;
  /** "Refresh" (default) runs the dataflow, "Publish" publishes it alone. Changed: replace. */
  jobType?: pulumi.Input<"Refresh" | "Publish">;
  /** Default true; false keeps the schedule without starting anything. */
  enabled?: pulumi.Input<boolean>;
  /** When runs start. A start in the past starts one as soon as the schedule is created. */
  schedule: pulumi.Input<Schedule>;
  /** Whether a scheduled refresh publishes first where something is unpublished. Default "ApplyChangesIfNeeded". */
  executeOption?: pulumi.Input<"ApplyChangesIfNeeded" | "SkipApplyChanges">;
  /**
   * Run parameters, by case-sensitive name: text, number or true/false; dates and durations as ISO 8601 texts. The definition must be
   * `parametric`. Fabric schedules no dataflow that has a required parameter.
   */
  parameters?: pulumi.Input<{ [name: string]: pulumi.Input<string | number | boolean | null> }>;
}

const SHOWN = ["jobType", "enabled"] as const;
const OUTPUTS = ["stateVersion", "ownerToken", "unwritten"] as const;

/**
 * A schedule of a dataflow: up to 20 for each of its jobs. The identity that runs jobs owns it (`runClientId`, ...), where there is one.
 *
 * @example
 * ```ts
 * new DataflowSchedule("nightly", {
 *   workspaceId,
 *   dataflowId: sales.id,
 *   schedule: {
 *     type: "Daily",
 *     times: ["02:30"],
 *     startDateTime: "2026-01-01T00:00:00Z",
 *     endDateTime: "2030-01-01T00:00:00Z",
 *     localTimeZoneId: "Europe/Berlin",
 *   },
 * });
 * ```
 *
 * A schedule that is there already and means the same is taken over, because a second one would double every run. The option
 * `import: "<schedule id>"` takes over exactly that one.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/create-item-schedule
 */
export class DataflowSchedule extends pulumi.CustomResource {
  /** Id of the workspace (GUID). */
  declare readonly workspaceId: pulumi.Output<string>;
  /** Id of the dataflow (GUID). */
  declare readonly dataflowId: pulumi.Output<string>;
  /** What it starts; undefined is "Refresh". */
  declare readonly jobType: pulumi.Output<"Refresh" | "Publish" | undefined>;
  /** Whether it starts anything; undefined is true. */
  declare readonly enabled: pulumi.Output<boolean | undefined>;
  /** When runs start, as declared. */
  declare readonly schedule: pulumi.Output<pulumi.Unwrap<Schedule>>;

  /** Throws where an output is among the arguments. */
  constructor(name: string, args: DataflowScheduleArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseWhereRuntimeIsNotFound();
    refuseComputed(name, args, OUTPUTS);
    const { import: _import, ...rest } = opts;
    const restore = withoutPromiseTraces();
    try {
      super(
        typeToken("DataflowSchedule"),
        name,
        properties(
          {
            ...args,
            [DECLARATION]: declaration(typeToken("DataflowSchedule"), name, args, opts),
            __provider: providerText("dataflowSchedule"),
          },
          SHOWN,
        ),
        // For a while both would start runs, and the new one may be refused as the 21st.
        { deleteBeforeReplace: true, ...rest },
      );
    } finally {
      restore();
    }
  }
}
