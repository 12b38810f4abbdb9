import type { CallOptions } from "./callOptions";

/** An item of a workspace. Fields that this version does not know pass through. */
export interface Item {
  /** Id of the item (GUID). */
  id: string;
  /** Name of the item. */
  displayName: string;
  /** At most 256 characters. */
  description?: string;
  /** Type of the item, `Dataflow` for a dataflow. */
  type: string;
  /** Id of the workspace (GUID). */
  workspaceId: string;
  /** Id of the folder (GUID). Absent if the item is at the root of its workspace. */
  folderId?: string;
  /** The item's tags. */
  tags?: Pick<Tag, "id" | "displayName">[];
  /** The item's sensitivity label. Absent if it has none. */
  sensitivityLabel?: SensitivityLabelId;
  [field: string]: unknown;
}

/** The sensitivity label of an item. */
export interface SensitivityLabelId {
  /** Id of the label (GUID). */
  id: string;
}

/** One file of an item's definition. */
export interface DefinitionPart {
  /** Path of the file, for example `mashup.pq`. */
  path: string;
  /** Content of the file in standard base64 (not the URL-safe alphabet). */
  payload: string;
  /** Form of the payload. There is only this one. */
  payloadType: "InlineBase64";
}

/** The definition of an item. */
export interface Definition {
  /** All parts: an update replaces the whole definition. */
  parts: DefinitionPart[];
  /** Format of the definition. Leave it out: dataflows do not take one. */
  format?: string;
}

/** The sensitivity label of a new item. */
export interface SensitivityLabelSettings {
  /** Id of the label (GUID). */
  labelId: string;
  /** What the service does if it cannot apply the label: fail, or create the item without it. The service's default is `ApplyOrFail`. */
  sensitivityLabelApplyStrategy?: "ApplyOrFail" | "Ignore";
}

/** The fields of a new item. */
export interface NewItem {
  /** Name of the item, at most 256 characters. */
  displayName: string;
  /** At most 256 characters. Default: none. */
  description?: string;
  /** Id of the folder (GUID). Default: the root of the workspace. */
  folderId?: string;
  /** Definition of the item. Default: an empty item. */
  definition?: Definition;
  /** Sensitivity label of the item. */
  sensitivityLabelSettings?: SensitivityLabelSettings;
  /** Type of the item, for the generic path. The typed path implies it. Default `Dataflow`. */
  type?: string;
}

/** The properties of an item that can be changed. A property that is left out stays as it is. */
export interface ItemProperties {
  /** Name of the item, at most 256 characters. */
  displayName?: string;
  /** At most 256 characters. An empty text clears it. */
  description?: string;
}

export interface ListItemsOptions extends CallOptions {
  /** Lists only items of this type, for example `Dataflow`. Default: every type. The typed path lists only dataflows. */
  type?: string;
  /** True lists the items of sub-folders, too. The service's default is `true`. */
  recursive?: boolean;
  /** Id of the folder to begin at (GUID). Default: the root of the workspace. */
  rootFolderId?: string;
}

/** A public parameter of a dataflow. */
export interface DataflowParameter {
  /** Name of the parameter (case-sensitive). */
  name: string;
  /** Description of the parameter. Empty if the definition has none. */
  description: string;
  /** True if a run has to give a value. */
  isRequired: boolean;
  /** Type of the parameter, for example `String`, `Integer` or `DateTime`. */
  type: string;
  /** The value for a run that does not give one. */
  defaultValue?: unknown;
  [field: string]: unknown;
}

/** A role in a workspace. */
export type WorkspaceRole = "Viewer" | "Contributor" | "Member" | "Admin";

/** A role in a workspace, and the principal that has it. */
export interface RoleAssignment {
  /** Id of the role assignment (GUID). */
  id: string;
  /** The role. */
  role: WorkspaceRole;
  /** The user, group or service principal that has the role. */
  principal: Principal;
}

/** A user, group or service principal. */
export interface Principal {
  /** Object id in Entra ID (GUID). */
  id: string;
  /** Name of the principal. Absent if the service does not report it. */
  displayName?: string;
  /** `User`, `ServicePrincipal`, `ServicePrincipalProfile`, `Group` or `EntireTenant`. */
  type: string;
  [field: string]: unknown;
}

/** A workspace. Fields that this version does not know pass through. */
export interface Workspace {
  /** Id of the workspace (GUID). */
  id: string;
  /** Name of the workspace. */
  displayName: string;
  /** Description of the workspace. Absent if it has none. */
  description?: string;
  /** `Workspace`, `Personal` or `AdminWorkspace`. */
  type?: string;
  /** Id of the capacity (GUID). Absent if the workspace has none. */
  capacityId?: string;
  [field: string]: unknown;
}

/** A folder of a workspace. */
export interface Folder {
  /** Id of the folder (GUID). */
  id: string;
  /** Name of the folder. */
  displayName: string;
  /** Id of the workspace (GUID). */
  workspaceId?: string;
  /** Id of the folder above (GUID). Absent at the root of the workspace. */
  parentFolderId?: string;
  [field: string]: unknown;
}

/** A tag of the tenant or of a domain. */
export interface Tag {
  /** Id of the tag (GUID). */
  id: string;
  /** Name of the tag. */
  displayName: string;
  [field: string]: unknown;
}

/** The state of a long-running operation. Times are ISO 8601 UTC, sometimes without `Z`. */
export interface OperationState {
  /** `Undefined`, `NotStarted`, `Running`, `Succeeded` or `Failed`; `Cancelled` has been seen. */
  status: string;
  /** When the service accepted the operation. */
  createdTimeUtc?: string;
  /** When its status was last set. */
  lastUpdatedTimeUtc?: string;
  /** 0 to 100. Absent or null if the service does not report it. */
  percentComplete?: number | null;
  /** Fabric's error. Absent if the operation did not fail. */
  error?: unknown;
  [field: string]: unknown;
}
