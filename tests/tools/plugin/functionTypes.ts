/* What the functions of the plugin's schema are made of: arguments and result of each. Nothing runs it. */
import type { JobInstance } from "../../../sdk/fabric/jobTypes";
import type { DataflowParameter, Folder, Item, Tag, Workspace } from "../../../sdk/fabric/types";
import type { LookupName } from "../../../sdk/model/lookupNames";
import type * as lookups from "../../../sdk/resources/lookupArgs";

export interface Functions {
  getWorkspace: { args: lookups.GetWorkspaceArgs; result: Workspace };
  getFolder: { args: lookups.GetFolderArgs; result: Folder };
  getTag: { args: lookups.GetTagArgs; result: Tag };
  getItem: { args: lookups.GetItemArgs; result: Item };
  getDataflow: { args: lookups.GetDataflowArgs; result: lookups.GetDataflowResult };
  getDataflowParameters: { args: lookups.GetDataflowParametersArgs; result: { parameters: DataflowParameter[] } };
  getConnection: { args: lookups.GetConnectionArgs; result: lookups.GetConnectionResult };
  getLastRun: { args: lookups.GetLastRunArgs; result: { run?: JobInstance } };
}

/** A look-up that is missing above does not compile. */
export type Complete<All extends Record<LookupName, unknown> = Functions> = All;
