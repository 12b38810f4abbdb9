import type {
  GetConnectionArgs,
  GetDataflowArgs,
  GetDataflowParametersArgs,
  GetItemArgs,
  GetLastRunArgs,
  GetWorkspaceArgs,
} from "./lookupArgs";

interface Arguments {
  getWorkspace: GetWorkspaceArgs;
  getItem: GetItemArgs;
  getDataflow: GetDataflowArgs;
  getDataflowParameters: GetDataflowParametersArgs;
  getConnection: GetConnectionArgs;
  getLastRun: GetLastRunArgs;
}

export type LookupName = keyof Arguments;
type Names<T> = Record<T extends unknown ? keyof T : never, true>;

/** The names of each look-up's arguments: one that is forgotten does not compile. */
export const lookupNames: { readonly [Name in LookupName]: Names<Arguments[Name]> } = {
  getWorkspace: { id: true, displayName: true },
  getItem: { workspaceId: true, type: true, id: true, displayName: true },
  getDataflow: { workspaceId: true, id: true, displayName: true, withDefinition: true },
  getDataflowParameters: { workspaceId: true, dataflowId: true },
  getConnection: { id: true, displayName: true, kind: true, path: true, lookUpCluster: true },
  getLastRun: { workspaceId: true, dataflowId: true, jobType: true },
};
