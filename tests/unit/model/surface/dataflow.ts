import type * as pulumi from "@pulumi/pulumi";

// What programs were written against. A line here never changes; what is new is added.

export interface DataflowTimeouts {
  create?: pulumi.Input<string>;
  update?: pulumi.Input<string>;
  delete?: pulumi.Input<string>;
  publish?: pulumi.Input<string>;
}

export interface SensitivityLabel {
  labelId: pulumi.Input<string>;
  applyStrategy?: pulumi.Input<"ApplyOrFail" | "Ignore">;
}

export interface DataflowExpectation {
  minRows?: pulumi.Input<number>;
  maxRows?: pulumi.Input<number>;
  columns?: pulumi.Input<{ [column: string]: pulumi.Input<string> }>;
  noErrors?: pulumi.Input<boolean>;
  notNull?: pulumi.Input<pulumi.Input<string>[]>;
  unique?: pulumi.Input<pulumi.Input<string>[]>;
  rows?: pulumi.Input<number>;
  timeout?: pulumi.Input<string>;
}

export interface DataflowTestResult {
  query: string;
  rows: number;
  durationMs: number;
  outcome: "passed" | "failed";
  failures?: string[];
}

export type DataflowDefinition =
  pulumi.asset.Archive | { [partPath: string]: pulumi.asset.Asset | pulumi.asset.Archive };

export interface DataflowArgs {
  workspaceId: pulumi.Input<string>;
  displayName?: pulumi.Input<string>;
  description?: pulumi.Input<string>;
  folderId?: pulumi.Input<string>;
  tags?: pulumi.Input<pulumi.Input<string>[]>;
  sensitivityLabel?: pulumi.Input<SensitivityLabel>;
  definition?: pulumi.Input<DataflowDefinition>;
  parameters?: pulumi.Input<{ [name: string]: pulumi.Input<string | number | boolean | null> }>;
  connections?: pulumi.Input<{ [entry: string]: pulumi.Input<DataflowConnection> }>;
  gatewayObjectId?: pulumi.Input<string>;
  bind?: pulumi.Input<DataflowBindings>;
  replacements?: pulumi.Input<{ [find: string]: pulumi.Input<DataflowReplacement> }>;
  allowSecretDefinition?: pulumi.Input<boolean>;
  keepConnections?: pulumi.Input<boolean>;
  verifyConnections?: pulumi.Input<boolean>;
  validate?: pulumi.Input<"error" | "warn" | "off">;
  tests?: pulumi.Input<{ [query: string]: pulumi.Input<DataflowExpectation> }>;
  testOn?: pulumi.Input<"change" | "always">;
  publishOnUpdate?: pulumi.Input<boolean>;
  adoptExisting?: pulumi.Input<boolean>;
  hardDelete?: pulumi.Input<boolean>;
  driftCheck?: pulumi.Input<"definition" | "item">;
  timeouts?: pulumi.Input<DataflowTimeouts>;
}

export type DataflowConnection = string | DataflowConnectionIds;

export interface DataflowConnectionIds {
  clusterId?: pulumi.Input<string>;
  datasourceId?: pulumi.Input<string>;
  path?: pulumi.Input<string>;
}

export type DataflowReplacement = string | CountedReplacement;

export interface CountedReplacement {
  value: pulumi.Input<string>;
  times?: pulumi.Input<number>;
}

export interface LakehouseBinding {
  workspaceId?: pulumi.Input<string>;
  lakehouseId: pulumi.Input<string>;
}

export interface WarehouseBinding {
  workspaceId?: pulumi.Input<string>;
  warehouseId: pulumi.Input<string>;
}

export interface DataflowBinding {
  workspaceId?: pulumi.Input<string>;
  dataflowId: pulumi.Input<string>;
}

export interface SqlDatabaseBinding {
  workspaceId?: pulumi.Input<string>;
  sqlDatabaseId: pulumi.Input<string>;
}
export interface SqlEndpointBinding {
  server: pulumi.Input<string>;
  database?: pulumi.Input<string>;
}

export type InputMap<T> = pulumi.Input<{ [key: string]: pulumi.Input<T> }>;

export interface DataflowBindings {
  workspaces?: InputMap<string>;
  lakehouses?: InputMap<LakehouseBinding>;
  warehouses?: InputMap<WarehouseBinding>;
  dataflows?: InputMap<DataflowBinding>;
  sqlDatabases?: InputMap<SqlDatabaseBinding>;
  sqlEndpoints?: InputMap<SqlEndpointBinding>;
}
export interface DataflowOutputs {
  readonly workspaceId: pulumi.Output<string>;
  readonly displayName: pulumi.Output<string>;
  readonly description: pulumi.Output<string | undefined>;
  readonly folderId: pulumi.Output<string | undefined>;
  readonly tags: pulumi.Output<string[] | undefined>;
  readonly publishOnUpdate: pulumi.Output<boolean | undefined>;
  readonly definitionFingerprint: pulumi.Output<string>;
  readonly definitionRevision: pulumi.Output<number>;
  readonly publishedRevision: pulumi.Output<number>;
  readonly queries: pulumi.Output<{ [query: string]: string }>;
  readonly testResults: pulumi.Output<DataflowTestResult[] | undefined>;
}
