/* What the functions of the plugin's schema are made of: arguments and result of each. Nothing runs it. */
import type { JobInstance } from "../../../sdk/fabric/jobTypes";
import type { DataflowParameter, Item, Workspace } from "../../../sdk/fabric/types";
import type * as lookups from "../../../sdk/resources/lookupArgs";

export interface Functions {
  getWorkspace: { args: lookups.GetWorkspaceArgs; result: Workspace };
  getItem: { args: lookups.GetItemArgs; result: Item };
  getDataflow: { args: lookups.GetDataflowArgs; result: lookups.GetDataflowResult };
  getDataflowParameters: { args: lookups.GetDataflowParametersArgs; result: { parameters: DataflowParameter[] } };
  getConnection: { args: lookups.GetConnectionArgs; result: lookups.GetConnectionResult };
  getLastRun: { args: lookups.GetLastRunArgs; result: { run?: JobInstance } };
}
