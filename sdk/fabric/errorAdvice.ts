/** The remedy for an error, by Fabric's code. A code is not listed if Fabric's own message is enough. */
const byCode: Record<string, string> = {
  ItemDisplayNameAlreadyInUse: "Choose another display name, or adopt the item that has this one.",
  ItemDisplayNameNotAvailableYet: "The name stays reserved for some minutes after a delete: try again then.",
  CorruptedPayload: "Check that each payload is standard base64: a part of the definition cannot be read.",
  InvalidDefinitionParts: "Check the paths of the definition's parts: mashup.pq and queryMetadata.json are required.",
  InvalidDefinitionFormat:
    'Leave the definition\'s format out: dataflows do not need one, and Fabric is known to refuse "json".',
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
    "A service principal owns or runs this dataflow, and the tenant does not let it refresh. Run it as a user: set the second identity's settings (runClientId, runToken, ... or FABRIC_RUN_*).",
  PrincipalTypeNotSupported:
    "This call is closed to service principals and managed identities. Run it as a user: set the second identity's settings (runClientId, runToken, ... or FABRIC_RUN_*).",
  DataflowNeverPublishedError:
    "The dataflow was never published: run a Publish (ApplyChanges) job first, or refresh with executeOption ApplyChangesIfNeeded.",
  DataflowNotParametricError:
    'Set "parametric": true in queryMetadata.json, or leave the run parameters out: they need public parameters.',
  ScheduleExceedsLimit: "An item holds at most 20 schedules: delete one.",
  JobAlreadyCompleted: "The run has ended: there is nothing to cancel.",
  InvalidJobType: "A dataflow's job types are Execute (Refresh) and ApplyChanges (Publish).",
  TooManyRequestsForJobs: "The identity started too many runs: raise the time-out, or start fewer at once.",
  RequestBlocked: "The identity made too many calls: raise the time-out, or make fewer calls at once.",
  TooManyRequests: "The identity made too many calls: raise the time-out, or make fewer calls at once.",
  TokenExpired:
    "The sign-in gave an expired token twice: check this machine's clock, and the token if you set one yourself.",
  InvalidToken: "The service rejects this token: check tenant, audience (scope) and endpoint.",
  TenantSwitchDisabled: "A tenant administrator must enable this feature in the admin portal's tenant settings.",
  FeatureNotAvailable: "The feature is not available for this tenant, capacity or item.",
  ItemsHaveProtectedLabels: "The item's sensitivity label is protected: no API can read its definition.",
  ItemHasProtectedLabel: "The item's sensitivity label is protected: no API can read its definition.",
  InvalidTargetItemStateForSoftDeletion: "The item cannot be deleted in its state: wait, or set hardDelete.",
  EntityUserFailure:
    "The M failed on a source or destination. First check that each source is bound to a connection, and that the identity of the run may use it. Then evaluate the query: pulumi-fabric-dataflow query.",
  ActionUserFailure:
    "A source's address and its connection's path must be equal, with any slash at the end, and the identity of the run must be allowed to use the connection.",
  DestinationColumnNotFound:
    'Create the destination\'s table with all its columns first, or use Settings.Kind = "Automatic": with "Manual", Fabric creates neither.',
  ModelBuilderOutputDestinationInvalidOutputDestinationConfiguration:
    "Set loadEnabled to false in the query's entry of queryMetadata.json: a query that names a destination must not be loaded itself.",
  DataflowExecuteQueryError:
    "The query could not be evaluated: the message names Fabric's internal code. Try it alone: pulumi-fabric-dataflow query.",
};

/** `DataflowExecuteQueryError` covers many faults. Its message holds a more exact code. */
const byInnerCode: readonly [RegExp, string][] = [
  [/QueryNotFound|RewriteDocumentFailed/, "The document has no query of that name: check queryName."],
  [/ReinterpretRequestFailed/, "The M does not parse: pulumi-fabric-dataflow validate names the place."],
  [
    /TimedOut|longer than 90 seconds/i,
    "A query has 90 seconds: request fewer rows, or filter before the expensive step.",
  ],
];

const byStatus: Record<number, string> = {
  401: "Check the sign-in: tenant, audience (scope) and endpoint must belong together.",
  403: "Check the identity's role in the workspace and the token's scopes.",
  407: "A proxy requires a sign-in: check HTTPS_PROXY.",
  429: "The identity made too many calls: raise the time-out, or make fewer calls at once.",
};

/** The codes and statuses that the guide to troubleshooting has to name. */
export const advisedCodes: readonly string[] = Object.keys(byCode);
export const advisedStatuses: readonly string[] = Object.keys(byStatus);

/** Returns the remedy for an error, or undefined if there is none beyond Fabric's message. */
export function adviceFor(errorCode: string | undefined, status: number, message = ""): string | undefined {
  const inner = errorCode === "DataflowExecuteQueryError" && byInnerCode.find(([code]) => code.test(message));
  if (inner) return inner[1];
  if (errorCode !== undefined && Object.hasOwn(byCode, errorCode)) return byCode[errorCode];
  if (status >= 300 && status < 400) return "Set the endpoint to the redirect's target: redirects are not followed.";
  return Object.hasOwn(byStatus, status) ? byStatus[status] : undefined;
}
