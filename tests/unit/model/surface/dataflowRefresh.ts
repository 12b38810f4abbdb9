import type * as pulumi from "@pulumi/pulumi";

// What programs were written against. A line here never changes; what is new is added.

export interface DataflowOwner {
  dataflowName: pulumi.Input<string>;
  userPrincipalName: pulumi.Input<string>;
  userObjectId: pulumi.Input<string>;
}

export interface DataflowRefreshArgs {
  workspaceId: pulumi.Input<string>;
  dataflowId: pulumi.Input<string>;
  triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  jobType?: pulumi.Input<"Refresh" | "Publish">;
  executeOption?: pulumi.Input<"ApplyChangesIfNeeded" | "SkipApplyChanges">;
  parameters?: pulumi.Input<{ [name: string]: pulumi.Input<string | number | boolean | Date | null> }>;
  owner?: pulumi.Input<DataflowOwner>;
  waitForCompletion?: pulumi.Input<boolean>;
  cancelOnDelete?: pulumi.Input<boolean>;
  cancelOnTimeout?: pulumi.Input<boolean>;
  cancelOnInterrupt?: pulumi.Input<boolean>;
  timeout?: pulumi.Input<string>;
}

export interface RunFailure {
  errorCode?: string;
  message?: string;
  requestId?: string;
}

export interface DataflowRefreshOutputs {
  readonly workspaceId: pulumi.Output<string>;
  readonly dataflowId: pulumi.Output<string>;
  readonly jobInstanceId: pulumi.Output<string>;
  readonly status: pulumi.Output<string>;
  readonly startTimeUtc: pulumi.Output<string | undefined>;
  readonly endTimeUtc: pulumi.Output<string | undefined>;
  readonly rootActivityId: pulumi.Output<string | undefined>;
  readonly failureReason: pulumi.Output<RunFailure | undefined>;
}
