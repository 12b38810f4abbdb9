export interface ErrorDetail {
  errorCode: string;
  message: string;
  relatedResource?: { resourceId: string; resourceType: string };
}

interface Known {
  status: number;
  message: string;
  isRetriable?: boolean;
}

/** All errors of the emulator. Only the status 429 is documented; the others were observed. */
const KNOWN_ERRORS = {
  CannotMoveChildOnly: { status: 400, message: "Child item can't be moved without its parent item." },
  CorruptedPayload: { status: 400, message: "The provided payload is corrupted." },
  DataflowExecuteQueryError: { status: 400, message: "Query execution failed." },
  DataflowNeverPublishedError: { status: 400, message: "The dataflow was never published." },
  DataflowNotParametricError: { status: 400, message: "The requested dataflow is not parametric." },
  DuplicateConnectionName: { status: 409, message: "The connection name is already in use." },
  DuplicateDefinitionParts: { status: 400, message: "The definition holds the same part twice." },
  EntityNotFound: { status: 404, message: "The requested resource could not be found." },
  FeatureNotAvailable: { status: 400, message: "The feature is not available." },
  FolderDepthOutOfRange: { status: 400, message: "The parent folder has achieved max depth." },
  FolderDisplayNameAlreadyInUse: { status: 409, message: "Folder display name is already used." },
  FolderNotEmpty: { status: 400, message: "The requested folder was not empty." },
  FolderNotFound: { status: 404, message: "Could not find the requested folder." },
  IncorrectCredentials: { status: 400, message: "Failed to establish connection using the credentials." },
  InfiniteFolderHierarchyLoop: { status: 400, message: "The folder can't be moved into any of its descendants." },
  InsufficientPermissionsToManageConnection: { status: 403, message: "The caller may not manage this connection." },
  InsufficientPrivileges: { status: 403, message: "The caller does not have sufficient permissions." },
  InsufficientWorkspaceRole: { status: 403, message: "User doesn't have sufficient workspace role." },
  InvalidConnectionDetails: { status: 400, message: "The ConnectionDetails input provided is not valid." },
  InvalidCredentialDetails: { status: 400, message: "The CredentialDetails input provided is not valid." },
  InvalidDefinitionFormat: { status: 400, message: "The definition format is not supported for this item." },
  InvalidDefinitionParts: { status: 400, message: "The definition parts are invalid." },
  InvalidFolderDisplayName: { status: 400, message: "The provided folder display name is invalid." },
  InvalidInput: { status: 400, message: "The request has an invalid input." },
  InvalidInputs: { status: 400, message: "Invalid input was provided." },
  InvalidItemType: { status: 400, message: "Item type is invalid." },
  InvalidJobType: { status: 400, message: "The requested job type is invalid." },
  InvalidParameter: { status: 400, message: "A parameter of the request is invalid." },
  InvalidParentItemStateForSoftDeletion: { status: 400, message: "The item's parent item is not in Active state." },
  InvalidPlatformFile: { status: 400, message: "The .platform file is invalid." },
  InvalidRequest: { status: 400, message: "Invalid request." },
  InvalidTargetItemStateForSoftDeletion: { status: 400, message: "The item is in invalid state for soft deletion." },
  InvalidToken: { status: 401, message: "Access token is invalid." },
  ItemDisplayNameAlreadyInUse: { status: 409, message: "Requested item display name is already in use." },
  ItemDisplayNameNotAvailableYet: {
    status: 409,
    message: "Requested display name is not available yet and is expected to become available in the upcoming minutes.",
    isRetriable: true,
  },
  ItemNotFound: { status: 404, message: "The requested item was not found." },
  ItemReferencedMoreThanOnce: { status: 400, message: "The same item is being referenced more than once." },
  ItemsHaveProtectedLabels: { status: 403, message: "Requested items have protected labels." },
  JobAlreadyCompleted: { status: 400, message: "The job instance run has completed." },
  OperationNotFound: { status: 404, message: "The requested operation was not found." },
  OperationHasNoResult: { status: 400, message: "The operation has no result." },
  OperationNotSupportedForItem: { status: 400, message: "Operation not supported for requested item." },
  PlatformTimeout: { status: 504, message: "The request timed out.", isRetriable: true },
  PrincipalTypeNotSupported: { status: 403, message: "Caller identity type is not supported." },
  RequestBlocked: { status: 429, message: "Request is blocked by the upstream service.", isRetriable: true },
  SPNBasedRefreshNotAllowed: { status: 403, message: "A service principal may not run this dataflow." },
  ScheduleExceedsLimit: { status: 400, message: "The number of created schedules for the item exceeds the limit." },
  TenantSwitchDisabled: { status: 403, message: "The feature is disabled by the tenant admin." },
  TokenExpired: { status: 401, message: "Access token has expired, resubmit with a new access token." },
  TooManyFolders: { status: 400, message: "The workspace has reached the max count of folders." },
  TooManyRequests: { status: 429, message: "Too many requests.", isRetriable: true },
  TooManyRequestsForJobs: { status: 429, message: "Too many on-demand job requests.", isRetriable: true },
  UnknownError: { status: 500, message: "An error occurred." },
  UnsupportedItemType: { status: 400, message: "The item type does not support the operation." },
  WorkspaceHasNoCapacityAssigned: { status: 400, message: "The workspace has no capacity assigned." },
  WorkspaceItemsLimitExceeded: { status: 400, message: "Workspace item limit exceeded." },
  WorkspaceNotFound: { status: 404, message: "The requested workspace was not found." },
  WorkspaceNotSupported: { status: 400, message: "The workspace type doesn't support folders." },
} as const satisfies Record<string, Known>;

export type ErrorCode = keyof typeof KNOWN_ERRORS;

interface Extra {
  status?: number;
  isRetriable?: boolean;
  moreDetails?: ErrorDetail[];
  relatedResource?: ErrorDetail["relatedResource"];
  headers?: Record<string, string>;
}

/** An error response, with its body and headers. */
export class ApiError extends Error {
  readonly status: number;

  constructor(
    readonly errorCode: ErrorCode,
    message?: string,
    readonly extra: Extra = {},
  ) {
    const known: Known = KNOWN_ERRORS[errorCode];
    super(message ?? known.message);
    this.status = extra.status ?? known.status;
  }

  body(requestId: string): Record<string, unknown> {
    const known: Known = KNOWN_ERRORS[this.errorCode];
    return {
      requestId,
      errorCode: this.errorCode,
      message: this.message,
      isRetriable: this.extra.isRetriable ?? known.isRetriable ?? false,
      ...(this.extra.moreDetails && { moreDetails: this.extra.moreDetails }),
      ...(this.extra.relatedResource && { relatedResource: this.extra.relatedResource }),
    };
  }
}
