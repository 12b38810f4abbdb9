import type { CallOptions } from "./callOptions";

/** An item of a workspace. Fields that this version does not know pass through. */
export interface Item {
  /** GUID. */
  id: string;
  /** Its name. */
  displayName: string;
  /** At most 256 characters. */
  description?: string;
  /** For a dataflow `Dataflow`. */
  type: string;
  /** GUID. */
  workspaceId: string;
  /** GUID; absent for an item at the root of its workspace. */
  folderId?: string;
  /** Tags that are applied to it. */
  tags?: Pick<Tag, "id" | "displayName">[];
  /** The sensitivity label's id (GUID). */
  sensitivityLabel?: SensitivityLabelId;
  [field: string]: unknown;
}

/** A sensitivity label as an item names it. */
export interface SensitivityLabelId {
  /** GUID. */
  id: string;
}

/** One file of an item's definition. */
export interface DefinitionPart {
  /** For example `mashup.pq`. */
  path: string;
  /** Standard base64 (not the URL-safe alphabet). */
  payload: string;
  /** The one form that there is. */
  payloadType: "InlineBase64";
}

/** An item's definition. `format` is best left out for dataflows. */
export interface Definition {
  /** All of them: an update replaces the whole definition. */
  parts: DefinitionPart[];
  /** Left out: dataflows take none. */
  format?: string;
}

/** The sensitivity label of a new item. */
export interface SensitivityLabelSettings {
  /** GUID. */
  labelId: string;
  /** What happens where it cannot be applied. The service's default is `ApplyOrFail`. */
  sensitivityLabelApplyStrategy?: "ApplyOrFail" | "Ignore";
}

/** What a new item is made of. */
export interface NewItem {
  /** At most 256 characters. */
  displayName: string;
  /** At most 256 characters. */
  description?: string;
  /** GUID; absent: the root of the workspace. */
  folderId?: string;
  /** Left out: an empty item. */
  definition?: Definition;
  /** The label to give it. */
  sensitivityLabelSettings?: SensitivityLabelSettings;
  /** Needed on the generic path; the typed path implies it. Default `Dataflow`. */
  type?: string;
}

/** What of an item can be changed; what is left out stays. */
export interface ItemProperties {
  /** At most 256 characters. */
  displayName?: string;
  /** At most 256 characters; empty clears it. */
  description?: string;
}

export interface ListItemsOptions extends CallOptions {
  /** Only items of this type, for example `Dataflow`. The typed path lists dataflows alone. */
  type?: string;
  /** Include the items of sub-folders. The service's default is `true`. */
  recursive?: boolean;
  /** GUID of the folder to begin at. */
  rootFolderId?: string;
}

/** A public parameter of a dataflow. */
export interface DataflowParameter {
  /** Case counts. */
  name: string;
  /** Empty where the definition has none. */
  description: string;
  /** Whether a run has to give a value. */
  isRequired: boolean;
  /** For example `String`, `Integer`, `DateTime`. */
  type: string;
  /** The value that holds where a run gives none. */
  defaultValue?: unknown;
  [field: string]: unknown;
}

/** A role in a workspace. */
export type WorkspaceRole = "Viewer" | "Contributor" | "Member" | "Admin";

/** Who may do what in a workspace. */
export interface RoleAssignment {
  /** GUID. */
  id: string;
  /** The role that it gives. */
  role: WorkspaceRole;
  /** Who has it. */
  principal: Principal;
}

/** A user, group or service principal. */
export interface Principal {
  /** Object id in Entra ID (GUID). */
  id: string;
  /** Its name, where the service says it. */
  displayName?: string;
  /** `User`, `ServicePrincipal`, `ServicePrincipalProfile`, `Group` or `EntireTenant`. */
  type: string;
  [field: string]: unknown;
}

/** A workspace. Fields that this version does not know pass through. */
export interface Workspace {
  /** GUID. */
  id: string;
  /** Its name. */
  displayName: string;
  /** Absent where it has none. */
  description?: string;
  /** `Workspace`, `Personal` or `AdminWorkspace`. */
  type?: string;
  /** GUID of its capacity; absent where it has none. */
  capacityId?: string;
  [field: string]: unknown;
}

/** A folder of a workspace. */
export interface Folder {
  /** GUID. */
  id: string;
  /** Its name. */
  displayName: string;
  /** GUID. */
  workspaceId?: string;
  /** GUID; absent at the root of the workspace. */
  parentFolderId?: string;
  [field: string]: unknown;
}

/** A tag of the tenant or of a domain. */
export interface Tag {
  /** GUID. */
  id: string;
  /** Its name. */
  displayName: string;
  [field: string]: unknown;
}

/** Times are ISO 8601 UTC, sometimes without `Z`. */
export interface OperationState {
  /** `Undefined`, `NotStarted`, `Running`, `Succeeded`, `Failed`; `Cancelled` has been seen. */
  status: string;
  /** When it was accepted. */
  createdTimeUtc?: string;
  /** When its status was last set. */
  lastUpdatedTimeUtc?: string;
  /** 0 to 100, where the service says it. */
  percentComplete?: number | null;
  /** Fabric's error where it failed. */
  error?: unknown;
  [field: string]: unknown;
}
