/** The Fabric REST client alone: no Pulumi needed. */
export { AuthenticationError } from "./auth/authenticationError";
export type { AccessToken, Credential } from "./auth/credential";
export { createCredential, type CredentialOptions } from "./auth/credentials";
export { readSettings, SettingsError, type Settings, type SettingsInput } from "./auth/settings";
export type { Abilities, Ability, Answer } from "./cli/abilities";
export type { IdentityReport } from "./cli/identityReport";
export { FabricClient, type FabricClientOptions } from "./fabric/client";
export type { RetryNotice } from "./fabric/caller";
export {
  DeadlineError,
  FabricError,
  NoAnswerError,
  OperationFailedError,
  type ErrorDetail,
  type FabricErrorFields,
} from "./fabric/errors";
export { jobOutcome, sameJobType } from "./fabric/jobTypes";
export type { DataflowJobType, JobFailure, JobInstance, JobOutcome, JobStartForm, StartedJob } from "./fabric/jobTypes";
export type { NewSchedule, Schedule, ScheduleConfiguration } from "./fabric/scheduleTypes";
export type * from "./fabric/types";
export { whoami, type WhoamiOptions } from "./whoami";
