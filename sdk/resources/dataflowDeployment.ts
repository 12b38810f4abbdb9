import * as pulumi from "@pulumi/pulumi";
import { DEPLOYMENT_TYPE } from "../model/dataflowDeployment";
import { isOfType } from "../model/providerText";
import { isNamed } from "./byName";
import { Dataflow } from "./dataflow";
import type { DataflowArgs } from "./dataflowArgs";
import { DataflowRefresh, type DataflowRefreshArgs } from "./dataflowRefresh";
import { DataflowSchedule, type DataflowScheduleArgs } from "./dataflowSchedule";

/** Arguments of the run after a change. */
export type DeploymentRefreshArgs = Omit<DataflowRefreshArgs, "workspaceId" | "dataflowId" | "triggers" | "jobType"> & {
  /** More values whose change starts a run. A run also follows each definition written. */
  triggers?: pulumi.Input<unknown>[];
};

/** Options of a child. Its parent is always the deployment. */
export type DeploymentChildOptions = Omit<pulumi.CustomResourceOptions, "parent">;

/** A schedule of the deployment's dataflow. */
export interface DeploymentScheduleArgs extends Omit<DataflowScheduleArgs, "workspaceId" | "dataflowId"> {
  /** Options of this schedule alone: `protect`, `aliases`, ... */
  options?: DeploymentChildOptions;
}

/** Arguments of {@link DataflowDeployment}: those of the dataflow, and those of its refresh and schedules. */
export interface DataflowDeploymentArgs extends DataflowArgs {
  /** The run after each definition written. Default `{}`: a refresh that `up` waits for. False: no run. */
  refresh?: DeploymentRefreshArgs | false;
  /** Schedules by a short name, which becomes part of the resource's name: `{ nightly: { schedule: { type: "Daily", ... } } }`. */
  schedules?: { [name: string]: DeploymentScheduleArgs };
  /** Options of the dataflow alone: `import`, `protect`, `ignoreChanges`, ... */
  dataflowOptions?: DeploymentChildOptions;
  /** Options of the refresh alone: `hooks` that repeat a failed load, ... */
  refreshOptions?: DeploymentChildOptions;
  /** Options of each schedule. */
  scheduleOptions?: DeploymentChildOptions;
}

/**
 * A dataflow, a refresh each time its definition was written, and its schedules, as one component. The children of
 * `sales` are `sales`, `sales-refresh` and `sales-<name of the schedule>`. The options `provider`, `protect`,
 * `dependsOn` and `retainOnDelete` apply to all of them.
 *
 * @example A nightly schedule beside it
 * ```ts
 * new DataflowDeployment("sales", {
 *   workspaceId,
 *   definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
 *   schedules: { nightly: { schedule: { type: "Daily", times: ["02:30"], startDateTime, endDateTime, localTimeZoneId: "Europe/Berlin" } } },
 * });
 * ```
 *
 * @example A run that is not awaited
 * ```ts
 * const deployed = new DataflowDeployment("sales", {
 *   workspaceId,
 *   definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
 *   refresh: { waitForCompletion: false },
 * });
 * ```
 */
export class DataflowDeployment extends pulumi.ComponentResource {
  /** The type by which the engine knows the component. Policies by class use it. @internal */
  static readonly __pulumiType: string = DEPLOYMENT_TYPE;

  /** True if the value is a DataflowDeployment, from any copy of this package. */
  static override isInstance(value: unknown): value is DataflowDeployment {
    return isOfType(value, DataflowDeployment.__pulumiType);
  }

  /** The dataflow, named as the component. */
  readonly dataflow: Dataflow;
  /** The run after each definition written. Undefined if `refresh` is false. */
  readonly refresh: DataflowRefresh | undefined;
  /** The schedules, by the names that `schedules` gives them. */
  readonly schedules: { readonly [name: string]: DataflowSchedule };

  /**
   * The options `provider`, `protect`, `dependsOn` and `retainOnDelete` apply to all children. `args.dataflowOptions`,
   * `refreshOptions` and `scheduleOptions` apply to one kind of child, and `options` of a schedule to that schedule alone.
   * They merge as by `pulumi.mergeOptions`: options of fewer children have precedence. Lists such as `dependsOn`, and
   * hooks, are joined.
   */
  constructor(name: string, args: DataflowDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DEPLOYMENT_TYPE, name, {}, opts);
    // An unknown argument goes to the dataflow, whose check names it.
    const { refresh = {}, schedules, dataflowOptions, refreshOptions, scheduleOptions, ...dataflowArgs } = args ?? {};
    const child = (...own: (DeploymentChildOptions | undefined)[]) => ({
      ...own.reduce<pulumi.CustomResourceOptions>(merged, inherited(opts)),
      parent: this,
    });
    const dataflow = new Dataflow(name, dataflowArgs, child(dataflowOptions));
    const { workspaceId: given } = dataflowArgs;
    const target = { workspaceId: isNamed(given) ? dataflow.workspaceId : given, dataflowId: dataflow.id };
    this.dataflow = dataflow;
    this.refresh =
      refresh === false
        ? undefined
        : new DataflowRefresh(
            `${name}-refresh`,
            {
              ...refresh,
              ...target,
              // The revision starts at 1 again when the item is replaced.
              triggers: [dataflow.id, dataflow.definitionRevision, ...[refresh.triggers ?? []].flat()],
            },
            child(refreshOptions),
          );
    this.schedules = Object.fromEntries(
      Object.entries(schedules ?? {}).map(([key, given]) => {
        const { options, ...schedule } = given ?? {};
        return [
          key,
          new DataflowSchedule(`${name}-${key}`, { ...schedule, ...target }, child(scheduleOptions, options)),
        ];
      }),
    );
    this.registerOutputs({ dataflowId: dataflow.id, portalUrl: dataflow.portalUrl });
  }
}

/** Without a copy, Pulumi's function would add the hooks to those of the first options, which others use too. */
const merged = (all: pulumi.CustomResourceOptions, own: DeploymentChildOptions = {}): pulumi.CustomResourceOptions =>
  pulumi.mergeOptions({ ...all, ...(all.hooks && { hooks: { ...all.hooks } }) }, own);

/** Options that a component does not pass on by itself. */
const inherited = ({ dependsOn, retainOnDelete }: pulumi.ComponentResourceOptions = {}): DeploymentChildOptions => ({
  ...(dependsOn !== undefined && { dependsOn }),
  ...(retainOnDelete !== undefined && { retainOnDelete }),
});
