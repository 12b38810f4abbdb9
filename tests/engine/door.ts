import * as dynamic from "pulumi-fabric-dataflow";
import * as plugin from "./plugin/classes";

/*
 * The two doors to the lifecycles. A suite that imports its classes here runs through either: DOOR=plugin takes the provider plugin, which
 * programs in every language use, in place of the dynamic provider.
 */

export const isPlugin = process.env.DOOR === "plugin";

const classes = (isPlugin ? { ...plugin, ...plugin.lookups } : dynamic) as unknown as typeof dynamic;

export const { Dataflow, DataflowRefresh, DataflowSchedule, FabricProvider } = classes;
export const { getDataflow, getItem, getLastRun, getLastRunOutput, getWorkspace, getWorkspaceOutput, getItemOutput } =
  classes;
export const { getConnection, getConnectionOutput, getDataflowParameters, getDataflowOutput } = classes;
/**
 * A test of what the classes do in the program's own process, which an SDK that Pulumi generates does not: docs/languages.md has the list, with
 * the reason of each.
 */
export const itByClass: (title: string, test: Mocha.AsyncFunc) => void = isPlugin ? () => {} : it;

/** A component: the plugin has none. */
export const { DataflowDeployment } = dynamic;
export type * from "pulumi-fabric-dataflow";
