/**
 * The Fabric REST client alone: no Pulumi needed.
 * @module pulumi-fabric-dataflow/client
 */
export { AuthenticationError, type AuthenticationErrorDetails } from "./auth/authenticationError";
export type { AccessToken, Credential } from "./auth/credential";
export type { NetworkLimits } from "./auth/signInNetwork";
export { createCredential, type CredentialOptions } from "./auth/credentials";
export { readSettings, SettingsError, type Environment, type Settings, type SettingsInput } from "./auth/settings";
export { EvaluationError, readRecordBatches, type RecordBatches } from "./dataTests/recordBatches";
export type { Abilities, Ability, Answer } from "./identity/abilities";
export type { IdentityReport, Named, WorkspaceReport } from "./identity/report";
export type { IdentityKind } from "./auth/identitySettings";
export { FabricClient, type FabricClientOptions } from "./fabric/client";
export type { Connections } from "./fabric/connections";
export type { Dataflows } from "./fabric/dataflows";
export type { Folders } from "./fabric/folders";
export type { ClusterDatasource, GatewayClusters } from "./fabric/gatewayClusters";
export type { Items } from "./fabric/items";
export type { RelatedItem, RelatedWorkspace, Relation, Relations } from "./fabric/relations";
export type { Jobs } from "./fabric/jobs";
export type { Operations } from "./fabric/operations";
export type { Schedules } from "./fabric/schedules";
export type { Tags } from "./fabric/tags";
export type { Workspaces } from "./fabric/workspaces";
export { FabricDataflowClient, type FabricDataflowClientOptions } from "./fabric/dataflowClient";
export type { RetryNotice } from "./fabric/caller";
export type { Clock, Timing } from "./fabric/clock";
export type { QueryOptions, QueryRequest } from "./fabric/dataflows";
export {
  DeadlineError,
  FabricError,
  NoResponseError,
  OperationFailedError,
  type ErrorDetail,
  type FabricErrorFields,
} from "./fabric/errors";
export { jobOutcome, sameJobType } from "./fabric/jobTypes";
export type {
  DataflowJobType,
  ExecutionData,
  JobFailure,
  JobInstance,
  JobOutcome,
  JobStartForm,
  RunParameter,
  StartedJob,
} from "./fabric/jobTypes";
export type { StartOptions } from "./fabric/jobs";
export type * from "./fabric/scheduleTypes";
export type * from "./fabric/callOptions";
export type * from "./fabric/connectionTypes";
export type * from "./fabric/types";
export { whoami, type WhoamiOptions } from "./identity/whoami";
