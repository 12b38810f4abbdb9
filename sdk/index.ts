/**
 * What a Pulumi program imports: the resources, the look-ups and the provider.
 * @module pulumi-fabric-dataflow
 */
export { Dataflow } from "./resources/dataflow";
export type * from "./resources/dataflowArgs";
export type * from "./resources/dataflowBindings";
export { DataflowRefresh } from "./resources/dataflowRefresh";
export type { DataflowOwner, DataflowRefreshArgs, RunFailure } from "./resources/dataflowRefresh";
export { FabricProvider } from "./resources/fabricProvider";
export type { FabricProviderArgs } from "./resources/fabricProvider";
export type { IdentitySettingName, RunSettingName, ServiceSettingName, SettingName } from "./settingNames";
export { DataflowSchedule } from "./resources/dataflowSchedule";
export type { DataflowScheduleArgs } from "./resources/dataflowSchedule";
export type * from "./resources/scheduleKinds";
export {
  getConnection,
  getConnectionOutput,
  getDataflow,
  getDataflowOutput,
  getDataflowParameters,
  getDataflowParametersOutput,
  getFolder,
  getFolderOutput,
  getItem,
  getItemOutput,
  getLastRun,
  getLastRunOutput,
  getTag,
  getTagOutput,
  getWorkspace,
  getWorkspaceOutput,
} from "./resources/lookups";
export type * from "./resources/lookupArgs";
export { DataflowDeployment } from "./resources/dataflowDeployment";
export type {
  DataflowDeploymentArgs,
  DeploymentChildOptions,
  DeploymentRefreshArgs,
  DeploymentScheduleArgs,
} from "./resources/dataflowDeployment";
