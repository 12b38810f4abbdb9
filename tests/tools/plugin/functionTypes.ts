/* The arguments and results of the functions in the plugin's schema. These are only types. */
import type { JobInstance } from "../../../sdk/fabric/jobTypes";
import type { DataflowParameter, Folder, Item, Tag, Workspace } from "../../../sdk/fabric/types";
import type { LookupName } from "../../../sdk/model/lookupNames";
import type * as lookups from "../../../sdk/resources/lookupArgs";

/** A function of a plugin returns an object. */
interface Parameters {
  /** In the order of the definition. */
  parameters: DataflowParameter[];
}
interface LastRun {
  /** The newest run. */
  run?: JobInstance;
}

export interface Functions {
  /** A workspace by its name or id. */
  getWorkspace: { args: lookups.GetWorkspaceArgs; result: Workspace };
  /** A folder of a workspace by its path. */
  getFolder: { args: lookups.GetFolderArgs; result: Folder };
  /** A tag of the tenant by its name. */
  getTag: { args: lookups.GetTagArgs; result: Tag };
  /** An item of a workspace by name or id: a lakehouse, a warehouse. The service's own hidden items are not found. */
  getItem: { args: lookups.GetItemArgs; result: Item };
  /** A dataflow by name or id, with its definition if it is requested. */
  getDataflow: { args: lookups.GetDataflowArgs; result: lookups.GetDataflowResult };
  /** The public parameters of a dataflow. The list is empty if it is not `parametric`. */
  getDataflowParameters: { args: lookups.GetDataflowParametersArgs; result: Parameters };
  /** A connection by id, or by name, kind and path, among those that are visible to this identity. */
  getConnection: { args: lookups.GetConnectionArgs; result: lookups.GetConnectionResult };
  /** The newest run of a dataflow. `run` is absent if there was none. */
  getLastRun: { args: lookups.GetLastRunArgs; result: LastRun };
}

/** A look-up that is missing above does not compile. */
export type Complete<All extends Record<LookupName, unknown> = Functions> = All;
