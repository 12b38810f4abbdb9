/*
 * The resources of the replacement of the bridged Terraform provider, by the tokens of Pulumi's bridge. `path` is the path of a create.
 * `body` is the body of its request. `changes` are the keys that an update may send; any other difference replaces. `shown` is the
 * response's addition to the arguments. The provider refuses an `isPreview` resource without `fabric:preview`.
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

/** Write-only arguments have other names: `clientSecretWo` is sent as `servicePrincipalSecret`. */
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

/** The keys of the Terraform provider's configuration, in the bridge's form. It refuses any other key. */
exports.configuration = [
  ...["auxiliaryTenantIds", "azureDevopsServiceConnectionId", "clientCertificate", "clientCertificateFilePath"],
  ...["clientCertificatePassword", "clientId", "clientIdFilePath", "clientSecret", "clientSecretFilePath"],
  ...["disableTerraformPartnerId", "endpoint", "environment", "oidcRequestToken", "oidcRequestUrl", "oidcToken"],
  ...["oidcTokenFilePath", "partnerId", "preview", "tenantId", "timeout", "useCli", "useDevCli", "useMsi", "useOidc"],
  ...["useWorkspacePrivateLinkEndpoint"],
];
