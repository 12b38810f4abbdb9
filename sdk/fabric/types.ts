/** Bounds of one call. */
export interface CallOptions {
  /** Ends the call at once; it then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Milliseconds for the whole call, its retries and waits included. {@link DeadlineError} when they are over. */
  timeoutMs?: number;
}

/** Where something that takes time stands. */
export interface Progress {
  /** The service's word, for example `Running` (operations) or `InProgress` (jobs). */
  status: string;
  /** Milliseconds since the wait began. */
  elapsedMs: number;
  /** 0 to 100, where the service says it. */
  percentComplete?: number;
}

/** Bounds of a call that may have to wait for the service, and a look at its progress. */
export interface WaitOptions extends CallOptions {
  onProgress?(progress: Progress): void;
}

/** An item of a workspace. Fields that this version does not know pass through. */
export interface Item {
  /** GUID. */
  id: string;
  displayName: string;
  description?: string;
  /** For a dataflow `Dataflow`. */
  type: string;
  /** GUID. */
  workspaceId: string;
  /** GUID; absent for an item at the root of its workspace. */
  folderId?: string;
  tags?: { id: string; displayName?: string }[];
  sensitivityLabel?: { id: string };
  [field: string]: unknown;
}

/** One file of an item's definition. */
export interface DefinitionPart {
  /** For example `mashup.pq`. */
  path: string;
  /** Standard base64 (not the URL-safe alphabet). */
  payload: string;
  payloadType: "InlineBase64";
}

/** An item's definition. `format` is best left out for dataflows. */
export interface Definition {
  parts: DefinitionPart[];
  format?: string;
}

/** What a new item is made of. */
export interface NewItem {
  displayName: string;
  /** At most 256 characters. */
  description?: string;
  /** GUID; absent: the root of the workspace. */
  folderId?: string;
  definition?: Definition;
  sensitivityLabelSettings?: {
    labelId: string;
    sensitivityLabelApplyStrategy?: "ApplyOrFail" | "Ignore";
  };
  /** Needed on the generic path; the typed path implies it. Default `Dataflow`. */
  type?: string;
}

export interface ItemProperties {
  displayName?: string;
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

/** A connection that an item uses, as its last run materialised it. */
export interface ItemConnection {
  id?: string;
  displayName?: string;
  connectivityType: string;
  connectionDetails: { type: string; path: string };
  gatewayId?: string;
  [field: string]: unknown;
}

/** A public parameter of a dataflow. */
export interface DataflowParameter {
  name: string;
  description: string;
  isRequired: boolean;
  /** For example `String`, `Integer`, `DateTime`. */
  type: string;
  defaultValue?: unknown;
  [field: string]: unknown;
}

/** A connection that the caller may see. */
export interface Connection {
  id: string;
  displayName?: string;
  connectivityType: string;
  connectionDetails: { type: string; path?: string };
  gatewayId?: string;
  privacyLevel?: string;
  [field: string]: unknown;
}

/** What a test of a connection found: `Online`, `Offline`, ... */
export interface ConnectionStatus {
  status: string;
  errors?: { errorCode?: string; message?: string }[];
  [field: string]: unknown;
}

export type WorkspaceRole = "Viewer" | "Contributor" | "Member" | "Admin";

export interface RoleAssignment {
  id: string;
  role: WorkspaceRole;
  principal: {
    /** Object id of the user, group or service principal in Entra ID. */
    id: string;
    displayName?: string;
    /** `User`, `ServicePrincipal`, `ServicePrincipalProfile`, `Group` or `EntireTenant`. */
    type: string;
    [field: string]: unknown;
  };
}

export interface Workspace {
  id: string;
  displayName: string;
  description?: string;
  /** `Workspace`, `Personal` or `AdminWorkspace`. */
  type?: string;
  capacityId?: string;
  [field: string]: unknown;
}

export interface Folder {
  id: string;
  displayName: string;
  workspaceId?: string;
  parentFolderId?: string;
  [field: string]: unknown;
}

export interface Tag {
  id: string;
  displayName: string;
  [field: string]: unknown;
}

/** Times are ISO 8601 UTC, sometimes without `Z`. */
export interface OperationState {
  /** `Undefined`, `NotStarted`, `Running`, `Succeeded`, `Failed`; `Cancelled` has been seen. */
  status: string;
  createdTimeUtc?: string;
  lastUpdatedTimeUtc?: string;
  percentComplete?: number | null;
  error?: unknown;
  [field: string]: unknown;
}
