import type { JobInstance } from "../fabric/jobTypes";
import type { Connection } from "../fabric/connectionTypes";
import type { DataflowParameter, Folder, Item, Tag, Workspace } from "../fabric/types";
import type { ByNameOrId, Lookups } from "./lookups";

/** Where the service of connections' clusters is in Microsoft's public cloud. */
const PUBLIC_CLUSTERS = "https://api.powerbi.com/v2.0/myorg";

interface OfDataflow {
  workspaceId: string;
  dataflowId: string;
}

/** The look-ups, by the names of their functions. The caller checks the names of arguments. */
export const functions = {
  getWorkspace: (all: Lookups, args: ByNameOrId): Promise<Workspace> => all.workspace(args),

  getFolder: (all: Lookups, { workspaceId, path }: { workspaceId: string; path: string }): Promise<Folder> =>
    all.folder(workspaceId, path),

  getTag: (all: Lookups, { displayName }: { displayName: string }): Promise<Tag> => all.tag(displayName),

  getItem: (all: Lookups, args: ByNameOrId & { workspaceId: string; type?: string }): Promise<Item> => {
    const { workspaceId, ...wanted } = args;
    return all.item(workspaceId, wanted);
  },

  getDataflow: async (
    all: Lookups,
    args: ByNameOrId & { workspaceId: string; withDefinition?: boolean },
  ): Promise<Item & { definition?: Record<string, string> }> => {
    const { workspaceId, withDefinition, ...wanted } = args;
    const item = await all.item(workspaceId, { ...wanted, type: "Dataflow" });
    return withDefinition ? { ...item, definition: await all.definition(workspaceId, item.id) } : item;
  },

  getDataflowParameters: (all: Lookups, { workspaceId, dataflowId }: OfDataflow): Promise<DataflowParameter[]> =>
    all.parameters(workspaceId, dataflowId),

  getConnection: async (
    all: Lookups,
    args: { id?: string; displayName?: string; kind?: string; path?: string; lookUpCluster?: boolean | string },
  ): Promise<Connection & { clusterId?: string }> => {
    const { lookUpCluster, ...wanted } = args;
    const connection = await all.connection(wanted);
    if (!lookUpCluster) return connection;
    const endpoint = lookUpCluster === true ? PUBLIC_CLUSTERS : lookUpCluster;
    return { ...connection, clusterId: await all.clusterOf(connection.id, endpoint) };
  },

  getLastRun: (
    all: Lookups,
    { workspaceId, dataflowId, jobType }: OfDataflow & { jobType?: "Refresh" | "Publish" },
  ): Promise<JobInstance | undefined> => all.lastRun(workspaceId, dataflowId, jobType),
};
