/** What to do about an error, by Fabric's code. Codes whose own message says it all are not listed. */
const byCode: Record<string, string> = {
  ItemDisplayNameAlreadyInUse: "Choose another display name, or adopt the item that has this one.",
  ItemDisplayNameNotAvailableYet: "The name stays reserved for up to some minutes after a delete: try again then.",
  CorruptedPayload: "A part of the definition cannot be read: check that each payload is standard base64.",
  InvalidDefinitionParts: "Check the paths of the definition's parts: mashup.pq and queryMetadata.json are required.",
  InvalidDefinitionFormat: 'Leave the definition\'s format out: "json" is known to be refused, and nobody needs one.',
  InvalidPlatformFile: "Check the .platform part, or leave it out.",
  FolderNotFound: "Check folderId: the folder must be in the same workspace and visible to this identity.",
  WorkspaceNotFound: "Check workspaceId, and that this identity has a role in the workspace.",
  WorkspaceItemsLimitExceeded:
    "The workspace is full; soft-deleted items count too. Delete items for good, or use another workspace.",
  WorkspaceHasNoCapacityAssigned: "Assign the workspace to a Fabric capacity (workspace settings, License info).",
  CapacityNotActive: "Resume the workspace's capacity.",
  InsufficientPrivileges:
    "Check the identity's role in the workspace (Contributor to change items, Member to run or schedule them) and the token's scopes (Item.ReadWrite.All, Item.Execute.All).",
  InsufficientWorkspaceRole:
    "Give the identity the role that the call needs: Contributor to change items, Member to run or schedule them, Admin to delete for good.",
  InsufficientScopes: "The token lacks a scope: Item.ReadWrite.All (items) or Item.Execute.All (jobs, queries).",
  SPNBasedRefreshNotAllowed:
    "A service principal owns or runs this dataflow and the tenant does not let it refresh. Run it as a user: set the second identity's settings (runClientId, runToken, ... or FABRIC_RUN_*).",
  PrincipalTypeNotSupported:
    "This call does not take a service principal or managed identity. Run it as a user: set the second identity's settings (runClientId, runToken, ... or FABRIC_RUN_*).",
  DataflowNeverPublishedError:
    "The dataflow was never published: run a Publish (ApplyChanges) job first, or refresh with executeOption ApplyChangesIfNeeded.",
  DataflowNotParametricError:
    'Run parameters need public parameters: set "parametric": true in queryMetadata.json, or leave the parameters out.',
  ScheduleExceedsLimit: "An item holds at most 20 schedules: delete one.",
  JobAlreadyCompleted: "The run has ended: there is nothing to cancel.",
  InvalidJobType: "A dataflow's job types are Execute (Refresh) and ApplyChanges (Publish).",
  TooManyRequestsForJobs: "The identity started too many runs: raise the time-out, or start fewer at once.",
  RequestBlocked: "The identity made too many calls: raise the time-out, or make fewer calls at once.",
  TooManyRequests: "The identity made too many calls: raise the time-out, or make fewer calls at once.",
  TokenExpired:
    "The sign-in gave an expired token twice: check the clock of this machine, and a token that you set yourself.",
  InvalidToken: "The service does not take this token: check tenant, audience (scope) and endpoint.",
  TenantSwitchDisabled: "A tenant administrator must enable this feature in the admin portal's tenant settings.",
  FeatureNotAvailable: "The feature is not available for this tenant, capacity or item.",
  ItemsHaveProtectedLabels: "The item's sensitivity label is protected: its definition can be read by no API.",
  ItemHasProtectedLabel: "The item's sensitivity label is protected: its definition can be read by no API.",
  InvalidTargetItemStateForSoftDeletion: "The item cannot be deleted in its state: wait, or set hardDelete.",
  EntityUserFailure:
    "The M failed on a source or destination. Check first that each source is bound to a connection that the identity that runs may use; then evaluate the query: pulumi-fabric-dataflow query.",
  ActionUserFailure:
    "A source's address and its connection's path must be equal, a slash at the end included, and the identity that runs must be allowed to use the connection.",
  DestinationColumnNotFound:
    'The destination\'s table lacks a column, or does not exist: with Settings.Kind = "Manual" nobody creates it. Create the table first, or use "Automatic".',
  ModelBuilderOutputDestinationInvalidOutputDestinationConfiguration:
    "A query that names a destination must not be loaded itself: set loadEnabled to false in its entry of queryMetadata.json.",
  DataflowExecuteQueryError:
    "The query could not be evaluated: the message names Fabric's internal code. Try it alone: pulumi-fabric-dataflow query.",
};

/** `DataflowExecuteQueryError` covers much; its message holds the code that tells what it was. */
const byInnerCode: readonly [RegExp, string][] = [
  [/QueryNotFound|RewriteDocumentFailed/, "The document has no query of that name: check queryName."],
  [/ReinterpretRequestFailed/, "The M does not parse: pulumi-fabric-dataflow validate names the place."],
  [
    /TimedOut|longer than 90 seconds/i,
    "A query has 90 seconds: ask for fewer rows, or filter before the expensive step.",
  ],
];

const byStatus: Record<number, string> = {
  401: "Check the sign-in: tenant, audience (scope) and endpoint must belong together.",
  403: "Check the identity's role in the workspace and the token's scopes.",
  407: "A proxy asks for a sign-in: check HTTPS_PROXY.",
  429: "The identity made too many calls: raise the time-out, or make fewer calls at once.",
};

/** What the guide to troubleshooting has to have. */
export const advisedCodes: readonly string[] = Object.keys(byCode);
export const advisedStatuses: readonly string[] = Object.keys(byStatus);

/** What to do about it, or nothing where only Fabric's message helps. */
export function adviceFor(errorCode: string | undefined, status: number, message = ""): string | undefined {
  const inner = errorCode === "DataflowExecuteQueryError" && byInnerCode.find(([code]) => code.test(message));
  if (inner) return inner[1];
  if (errorCode !== undefined && Object.hasOwn(byCode, errorCode)) return byCode[errorCode];
  if (status >= 300 && status < 400) return "Redirects are not followed: set the endpoint to where it leads.";
  return Object.hasOwn(byStatus, status) ? byStatus[status] : undefined;
}
