/*
 * What this example uses of the SDK that `pulumi package add terraform-provider microsoft/fabric` generates, so that it is checked
 * without the network too. Delete this file once the generated SDK is there: it has all types.
 * https://registry.terraform.io/providers/microsoft/fabric/latest/docs
 */
declare module "@pulumi/fabric" {
  import type * as pulumi from "@pulumi/pulumi";

  export class Workspace extends pulumi.CustomResource {
    constructor(
      name: string,
      args: {
        displayName: pulumi.Input<string>;
        description?: pulumi.Input<string>;
        capacityId?: pulumi.Input<string>;
      },
      opts?: pulumi.CustomResourceOptions,
    );
    readonly displayName: pulumi.Output<string>;
  }

  export class Lakehouse extends pulumi.CustomResource {
    constructor(
      name: string,
      args: {
        displayName: pulumi.Input<string>;
        workspaceId: pulumi.Input<string>;
        description?: pulumi.Input<string>;
      },
      opts?: pulumi.CustomResourceOptions,
    );
    readonly displayName: pulumi.Output<string>;
  }
}
