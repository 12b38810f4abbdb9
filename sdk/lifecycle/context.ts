import { harmless } from "../common/harmless";
import type { Credential } from "../auth/credential";
import type { Settings } from "../auth/settings";
import { formatElapsed } from "../common/durations";
import type { Mask } from "../common/mask";
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
  /** Hides the secret inputs of this resource; the clients do so in what the service says. */
  mask: Mask;
  /** Aborted when the engine is gone or the process is told to end: nothing new is started after that. */
  signal: AbortSignal;
}

/** The progress of a wait, as one line that says what is waited for. */
export const progressOf =
  (report: Reporter, what: string) =>
  ({ status, elapsedMs }: { status: string; elapsedMs: number }): void =>
    report.progress(`${what}: ${harmless(status)}, ${formatElapsed(elapsedMs)}`);

/** Inputs that nobody has judged yet: the names are known, the values are not. */
export type Unchecked<Inputs> = { readonly [K in keyof Inputs]?: unknown };

export interface CheckAnswer<Inputs extends object = Props> {
  inputs: Unchecked<Inputs>;
  problems: Problem[];
}

/** `changes: undefined` lets the engine compare the inputs and name those that differ. */
export interface DiffAnswer {
  changes?: boolean;
  replaces?: string[];
}

/**
 * What a resource is to the host. `olds` are outputs as the state has them, which `assertState` looks at first; `news` went through
 * `check`. In a preview any value of `news` can be unknown (`isUnknown`).
 */
export interface Lifecycle<Inputs extends object = Props, Outputs extends object = Props> {
  check(olds: Unchecked<Inputs>, news: Unchecked<Inputs>, report: Reporter): Promise<CheckAnswer<Inputs>>;
  diff(id: string, olds: Partial<Outputs>, news: Inputs, report: Reporter): DiffAnswer;
  create(inputs: Inputs, context: Context): Promise<Created<Outputs>>;
  /** Undefined: the thing is gone. */
  read(id: string, outs: Partial<Outputs>, context: Context): Promise<Read<Inputs, Outputs> | undefined>;
  /**
   * Something that no state knows, by its place: `<workspace id>/<item id>`. What is answered declares the thing as it is. `told` is what
   * the engine told beside it.
   */
  import(place: string, told: Partial<Outputs>, context: Context): Promise<Created<Outputs> & Read<Inputs, Outputs>>;
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
