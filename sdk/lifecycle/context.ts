import type { Credential } from "../auth/credential";
import type { Settings } from "../auth/settings";
import type { FabricClient } from "../fabric/client";
import type { Problem } from "../common/problem";
import type { Props } from "./values";

/** What a person sees beside the resource while it is worked on. */
export interface Reporter {
  info(message: string): void;
  warn(message: string): void;
  /** A line that replaces the one before: status and elapsed time of a wait. */
  progress(message: string): void;
}

/** What a step of a lifecycle works with. Nothing here knows Pulumi. */
export interface Context extends Reporter {
  settings: Settings;
  client: FabricClient;
  /** The client of the identity that runs jobs, schedules and queries; the same as `client` where there is one identity. */
  runClient: FabricClient;
  /** The sign-in of `runClient`. */
  runCredential: Credential;
  /** Aborted when the engine is gone or the process is told to end: nothing new is started after that. */
  signal: AbortSignal;
}

export interface CheckAnswer {
  inputs: Props;
  problems: Problem[];
}

/** `changes: undefined` lets the engine compare the inputs and name those that differ. */
export interface DiffAnswer {
  changes?: boolean;
  replaces?: string[];
}

export interface Lifecycle {
  check(olds: Props, news: Props, report: Reporter): Promise<CheckAnswer>;
  diff(id: string, olds: Props, news: Props, report: Reporter): DiffAnswer;
  create(inputs: Props, context: Context): Promise<{ id: string; outs: Props }>;
  /** Undefined: the thing is gone. */
  read(id: string, outs: Props, context: Context): Promise<{ outs: Props; inputs: Props } | undefined>;
  update(id: string, olds: Props, news: Props, context: Context): Promise<Props>;
  delete(id: string, olds: Props, context: Context): Promise<void>;
}
