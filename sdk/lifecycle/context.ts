import { harmless } from "../common/harmless";
import type { Credential } from "../auth/credential";
import type { Settings } from "../auth/settings";
import { formatElapsed } from "../common/durations";
import type { Mask } from "../common/mask";
import type { FabricClient } from "../fabric/client";
import type { Problem } from "../common/problem";
import type { Props } from "./values";

/** Lines that a person sees beside the resource while a step works on it. */
export interface Reporter {
  info(message: string): void;
  warn(message: string): void;
  /** A line that replaces the one before: the status and elapsed time of a wait. */
  progress(message: string): void;
}

/** The clients and tools of a lifecycle's steps. Nothing here depends on Pulumi. */
export interface Context extends Reporter {
  settings: Settings;
  client: FabricClient;
  /**
   * The client of the identity that runs jobs, schedules and queries. The same as `client` if there is only one
   * identity.
   */
  runClient: FabricClient;
  /** The sign-in of `runClient`. */
  runCredential: Credential;
  /** Hides the secret inputs of this resource. The clients hide them in the service's texts. */
  mask: Mask;
  /** Aborted when the engine is gone or the process must end. Nothing new is started after that. */
  signal: AbortSignal;
}

/** Reports the progress of a wait in one line: what is waited for, status and elapsed time. */
export const progressOf =
  (report: Reporter, what: string) =>
  ({ status, elapsedMs }: { status: string; elapsedMs: number }): void =>
    report.progress(`${what}: ${harmless(status)}, ${formatElapsed(elapsedMs)}`);

/** Inputs before `check`: the names are known, the values may be anything. */
export type Unchecked<Inputs> = { readonly [K in keyof Inputs]?: unknown };

export interface CheckResult<Inputs extends object = Props> {
  inputs: Unchecked<Inputs>;
  problems: Problem[];
}

/** If `changes` is undefined, the engine compares the inputs and names those that differ. */
export interface DiffResult {
  changes?: boolean;
  replaces?: string[];
}

/**
 * A resource as the host sees it. `olds` are outputs from the state, which each step passes to `assertState` first.
 * `news` went through `check`. In a preview any value of `news` may be unknown (`isUnknown`).
 */
export interface Lifecycle<Inputs extends object = Props, Outputs extends object = Props> {
  check(olds: Unchecked<Inputs>, news: Unchecked<Inputs>, report: Reporter): Promise<CheckResult<Inputs>>;
  diff(id: string, olds: Partial<Outputs>, news: Inputs, report: Reporter): DiffResult;
  create(inputs: Inputs, context: Context): Promise<Created<Outputs>>;
  /** Returns undefined if the resource is gone. */
  read(id: string, outs: Partial<Outputs>, context: Context): Promise<Read<Inputs, Outputs> | undefined>;
  /**
   * Imports a resource that no state has, by its place: `<workspace id>/<item id>`. The result declares the resource as
   * it is. `given` are the properties that the engine passes beside the place.
   */
  import(place: string, given: Partial<Outputs>, context: Context): Promise<Created<Outputs> & Read<Inputs, Outputs>>;
  update(id: string, olds: Partial<Outputs>, news: Inputs, context: Context): Promise<Outputs>;
  delete(id: string, olds: Partial<Outputs>, context: Context): Promise<void>;
}

export interface Created<Outputs> {
  id: string;
  outs: Outputs;
}

export interface Read<Inputs, Outputs> {
  outs: Outputs;
  inputs: Inputs;
}
