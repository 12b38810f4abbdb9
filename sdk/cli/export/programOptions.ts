import type { Workspace } from "../../fabric/types";
import type { Exported, Skipped } from "./collect";
import type { StackValues } from "./stackValues";

/** The facts from which the files of an exported program are made. */
export interface ProgramOptions {
  /** Name of the Pulumi project. */
  project: string;
  /** Name of the stack whose configuration describes this workspace. */
  stack: string;
  workspace: Workspace;
  /** Sorted so that each can name those before it. */
  exported: readonly Exported[];
  values: StackValues;
  skipped: readonly Skipped[];
  /** Version of this package. */
  version: string;
}
