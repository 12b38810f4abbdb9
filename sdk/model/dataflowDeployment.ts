/** Arguments of a DataflowDeployment beside those of its dataflow. */
export const deploymentArguments = {
  refresh: true,
  schedules: true,
  dataflowOptions: true,
  refreshOptions: true,
  scheduleOptions: true,
} as const;

/** The type under which Pulumi's engine knows the component. */
export const DEPLOYMENT_TYPE = "pulumi-fabric-dataflow:index:DataflowDeployment";
