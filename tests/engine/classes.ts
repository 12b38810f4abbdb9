import * as dynamic from "pulumi-fabric-dataflow";
import * as plugin from "./plugin/classes";

/*
 * The two providers of the lifecycles. A suite that imports its classes from here runs with both. PROVIDER=plugin uses the provider plugin, which
 * programs in every language use, instead of the dynamic provider.
 */

export const isPlugin = process.env.PROVIDER === "plugin";

const classes = (isPlugin ? { ...plugin, ...plugin.lookups } : dynamic) as unknown as typeof dynamic;

export const { Dataflow, DataflowRefresh, DataflowSchedule, FabricProvider } = classes;
export const { getDataflow, getItem, getLastRun, getLastRunOutput, getWorkspace, getWorkspaceOutput, getItemOutput } =
  classes;
export const { getConnection, getConnectionOutput, getDataflowParameters, getDataflowOutput } = classes;
/**
 * A test of code that only the classes have. It runs in the program's process, and a generated SDK does not have it. docs/plugin.md
 * lists each difference.
 */
export const itByClass: (title: string, test: Mocha.AsyncFunc) => void = isPlugin ? () => {} : it;

/** A component. The plugin does not have it. */
export const { DataflowDeployment } = dynamic;
export type * from "pulumi-fabric-dataflow";
