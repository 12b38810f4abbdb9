/** The Fabric REST client alone: no Pulumi needed. */
export type { AccessToken, Credential } from "./auth/credential";
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
