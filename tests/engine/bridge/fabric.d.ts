/*
 * The types of `@pulumi/fabric` that the repository's programs use. In a real project, `pulumi install` generates them.
 * https://registry.terraform.io/providers/microsoft/fabric/latest/docs
 */
declare module "@pulumi/fabric" {
  import type * as pulumi from "@pulumi/pulumi";

  interface WorkspaceArgs {
    displayName: pulumi.Input<string>;
    description?: pulumi.Input<string>;
    capacityId?: pulumi.Input<string>;
    skipCapacityStateValidation?: pulumi.Input<boolean>;
  }

  export class Workspace extends pulumi.CustomResource {
    constructor(name: string, args: WorkspaceArgs, opts?: pulumi.CustomResourceOptions);
    readonly displayName: pulumi.Output<string>;
  }

  interface LakehouseArgs {
    displayName: pulumi.Input<string>;
    workspaceId: pulumi.Input<string>;
    description?: pulumi.Input<string>;
    folderId?: pulumi.Input<string>;
  }

  interface LakehouseProperties {
    onelakeFilesPath: string;
    onelakeTablesPath: string;
    sqlEndpointProperties: { connectionString: string; id: string; provisioningStatus: string };
  }

  export class Lakehouse extends pulumi.CustomResource {
    constructor(name: string, args: LakehouseArgs, opts?: pulumi.CustomResourceOptions);
    readonly displayName: pulumi.Output<string>;
    readonly properties: pulumi.Output<LakehouseProperties>;
  }

  interface FolderArgs {
    displayName: pulumi.Input<string>;
    workspaceId: pulumi.Input<string>;
    parentFolderId?: pulumi.Input<string>;
  }

  export class Folder extends pulumi.CustomResource {
    constructor(name: string, args: FolderArgs, opts?: pulumi.CustomResourceOptions);
  }

  interface ConnectionArgs {
    displayName: pulumi.Input<string>;
    connectivityType: pulumi.Input<string>;
    privacyLevel?: pulumi.Input<string>;
    connectionDetails: pulumi.Input<{
      type: pulumi.Input<string>;
      creationMethod: pulumi.Input<string>;
      parameters?: pulumi.Input<{ name: pulumi.Input<string>; value: pulumi.Input<string> }[]>;
    }>;
    credentialDetails: pulumi.Input<{
      credentialType: pulumi.Input<string>;
      servicePrincipalCredentials?: pulumi.Input<{
        tenantId: pulumi.Input<string>;
        clientId: pulumi.Input<string>;
        clientSecretWo?: pulumi.Input<string>;
        clientSecretWoVersion?: pulumi.Input<number>;
      }>;
    }>;
  }

  export class Connection extends pulumi.CustomResource {
    constructor(name: string, args: ConnectionArgs, opts?: pulumi.CustomResourceOptions);
    readonly connectionDetails: pulumi.Output<{ type: string; path: string }>;
  }

  interface WorkspaceRoleAssignmentArgs {
    workspaceId: pulumi.Input<string>;
    principal: pulumi.Input<{ id: pulumi.Input<string>; type: pulumi.Input<string> }>;
    role: pulumi.Input<string>;
  }

  export class WorkspaceRoleAssignment extends pulumi.CustomResource {
    constructor(name: string, args: WorkspaceRoleAssignmentArgs, opts?: pulumi.CustomResourceOptions);
  }

  export class Provider extends pulumi.ProviderResource {
    constructor(name: string, args?: Record<string, pulumi.Input<unknown>>, opts?: pulumi.ResourceOptions);
  }
}
