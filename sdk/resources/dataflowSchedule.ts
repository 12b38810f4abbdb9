import * as pulumi from "@pulumi/pulumi";
import * as model from "../model/dataflowSchedule";
import type { Shown } from "../model/shown";
import type { WithInputs } from "../model/withInputs";
import { declare } from "./fabricResource";
import { isOfType, typeToken } from "../model/providerText";

/** Arguments of {@link DataflowSchedule}. */
export interface DataflowScheduleArgs extends WithInputs<model.Arguments> {}

export interface DataflowSchedule extends Shown<model.Outputs, typeof model.keys> {}

/**
 * A schedule of a dataflow. Fabric allows up to 20 for each of its jobs. The second identity (`runClientId`, ...) owns it, if there
 * is one.
 *
 * If a schedule with the same meaning exists, the resource adopts it, because a second one would double every run. The option
 * `import: "<schedule id>"` takes over exactly that one.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/create-item-schedule
 *
 * @example Every night, in local time
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
 * @example The first Monday of each month
 * ```ts
 * new DataflowSchedule("monthly", {
 *   workspaceId,
 *   dataflowId: sales.id,
 *   schedule: {
 *     type: "Monthly",
 *     recurrence: 1,
 *     occurrence: { occurrenceType: "OrdinalWeekday", weekIndex: "First", weekday: "Monday" },
 *     times: ["05:00"],
 *     startDateTime: "2026-01-01T00:00:00Z",
 *     endDateTime: "2030-01-01T00:00:00Z",
 *     localTimeZoneId: "Europe/Berlin",
 *   },
 * });
 * ```
 */
export class DataflowSchedule extends pulumi.CustomResource {
  /** The type by which the engine knows the resource. Policies by class use it. @internal */
  static readonly __pulumiType: string = typeToken("DataflowSchedule");

  /** True if the value is a DataflowSchedule, from any copy of this package. */
  static override isInstance(value: unknown): value is DataflowSchedule {
    return isOfType(value, DataflowSchedule.__pulumiType);
  }

  /** Refuses an output among the arguments. */
  constructor(name: string, args: DataflowScheduleArgs, opts: pulumi.CustomResourceOptions = {}) {
    const declared = declare(
      { type: "DataflowSchedule", lifecycle: "dataflowSchedule", keys: model.keys },
      name,
      args,
      // Otherwise both would start runs for a while, and the new one may be refused as the 21st.
      { ...opts, deleteBeforeReplace: opts.deleteBeforeReplace ?? true },
    );
    try {
      super(...declared.resource);
    } finally {
      declared.done();
    }
  }
}
