/*
 * What the stand-in for the bridged Terraform provider makes, by the tokens that Pulumi's bridge gives the provider's resources. `path` is
 * where one is created; `body` is what is sent; `changes` may be sent later on, and any other difference replaces. `shown` is what the
 * answer adds to the arguments. What `isPreview` the provider refuses without `fabric:preview`.
 */

const named = (args) => ({ displayName: args.displayName, description: args.description ?? "" });

const connectionBody = ({ connectionDetails: details, credentialDetails: given, ...args }) => ({
  ...{ displayName: args.displayName, connectivityType: args.connectivityType },
  privacyLevel: args.privacyLevel ?? "Organizational",
  connectionDetails: {
    ...{ type: details.type, creationMethod: details.creationMethod },
    parameters: details.parameters.map(({ name, value }) => ({ dataType: "Text", name, value })),
  },
  credentialDetails: {
    ...{ singleSignOnType: "None", connectionEncryption: "NotEncrypted", skipTestConnection: false },
    credentials: credentialsOf(given),
  },
});

/** Write-only arguments have names of their own: `clientSecretWo` is sent as `servicePrincipalSecret`. */
function credentialsOf({ credentialType, servicePrincipalCredentials: principal, basicCredentials: basic }) {
  if (credentialType === "ServicePrincipal")
    return {
      ...{ credentialType, tenantId: principal.tenantId, servicePrincipalClientId: principal.clientId },
      servicePrincipalSecret: principal.clientSecretWo,
    };
  if (credentialType === "Basic") return { credentialType, username: basic.username, password: basic.passwordWo };
  return { credentialType };
}

exports.resources = {
  "fabric:index/workspace:Workspace": {
    path: () => "/workspaces",
    body: (args) => ({ ...named(args), capacityId: args.capacityId }),
    changes: ["displayName", "description"],
    shown: ({ type, capacityRegion }) => ({ type, capacityRegion }),
    keys: ["displayName", "description", "capacityId", "skipCapacityStateValidation"],
  },
  "fabric:index/lakehouse:Lakehouse": {
    path: ({ workspaceId }) => `/workspaces/${workspaceId}/lakehouses`,
    body: (args) => ({ ...named(args), folderId: args.folderId }),
    changes: ["displayName", "description"],
    shown: ({ properties }) => ({ properties }),
    keys: ["displayName", "description", "workspaceId", "folderId"],
  },
  "fabric:index/folder:Folder": {
    isPreview: true,
    path: ({ workspaceId }) => `/workspaces/${workspaceId}/folders`,
    body: ({ displayName, parentFolderId }) => ({ displayName, parentFolderId }),
    changes: ["displayName"],
    shown: () => ({}),
    keys: ["displayName", "workspaceId", "parentFolderId"],
  },
  "fabric:index/connection:Connection": {
    path: () => "/connections",
    body: connectionBody,
    changes: [],
    shown: ({ gatewayId }, { connectionDetails }) => ({ gatewayId, connectionDetails }),
    keys: ["displayName", "connectivityType", "privacyLevel", "connectionDetails", "credentialDetails"],
  },
  "fabric:index/workspaceRoleAssignment:WorkspaceRoleAssignment": {
    path: ({ workspaceId }) => `/workspaces/${workspaceId}/roleAssignments`,
    body: ({ principal, role }) => ({ principal, role }),
    changes: ["role"],
    shown: () => ({}),
    keys: ["workspaceId", "principal", "role"],
  },
};

/** The keys of the Terraform provider's configuration, as the bridge writes them. It refuses any other. */
exports.configuration = [
  ...["auxiliaryTenantIds", "azureDevopsServiceConnectionId", "clientCertificate", "clientCertificateFilePath"],
  ...["clientCertificatePassword", "clientId", "clientIdFilePath", "clientSecret", "clientSecretFilePath"],
  ...["disableTerraformPartnerId", "endpoint", "environment", "oidcRequestToken", "oidcRequestUrl", "oidcToken"],
  ...["oidcTokenFilePath", "partnerId", "preview", "tenantId", "timeout", "useCli", "useDevCli", "useMsi", "useOidc"],
  ...["useWorkspacePrivateLinkEndpoint"],
];
