/** The look-ups, with the names of their arguments. */
export const lookupNames = {
  getWorkspace: { id: true, displayName: true },
  getFolder: { workspaceId: true, path: true },
  getTag: { displayName: true },
  getItem: { workspaceId: true, type: true, id: true, displayName: true },
  getDataflow: { workspaceId: true, id: true, displayName: true, withDefinition: true },
  getDataflowParameters: { workspaceId: true, dataflowId: true },
  getConnection: { id: true, displayName: true, kind: true, path: true, lookUpCluster: true },
  getLastRun: { workspaceId: true, dataflowId: true, jobType: true },
} as const;

export type LookupName = keyof typeof lookupNames;
