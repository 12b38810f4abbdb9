/** The Fabric REST client alone: no Pulumi needed. */
export { AuthenticationError } from "./auth/authenticationError";
export type { AccessToken, Credential } from "./auth/credential";
export { createCredential, type CredentialOptions } from "./auth/credentials";
export { readSettings, SettingsError, type Settings, type SettingsInput } from "./auth/settings";
export { EvaluationError, readRecordBatches, type RecordBatches } from "./dataTests/recordBatches";
export type { Abilities, Ability, Answer } from "./cli/abilities";
export type { IdentityReport } from "./cli/identityReport";
export { FabricClient, type FabricClientOptions } from "./fabric/client";
export { FabricDataflowClient, type FabricDataflowClientOptions } from "./fabric/dataflowClient";
export type { RetryNotice } from "./fabric/caller";
export type { Clock, Timing } from "./fabric/clock";
export type { QueryOptions, QueryRequest } from "./fabric/dataflows";
export {
  DeadlineError,
  FabricError,
  NoAnswerError,
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
  StartedJob,
} from "./fabric/jobTypes";
export type { StartOptions } from "./fabric/jobs";
export type { Budget } from "./fabric/limiter";
export type { NewSchedule, Schedule, ScheduleConfiguration } from "./fabric/scheduleTypes";
export type * from "./fabric/types";
export { whoami, type WhoamiOptions } from "./whoami";
