/** Returns the address where the portal shows a dataflow. */
export const portalUrl = (workspaceId: string, dataflowId: string): string =>
  `https://app.fabric.microsoft.com/groups/${workspaceId}/dataflows-gen2/${dataflowId}`;
