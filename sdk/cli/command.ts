import type { Command as Commander } from "commander";

/** Where a command writes. It is separate from the process, so that tests can read it. */
export interface Output {
  /** Results: one line, without its end. */
  out(line: string): void;
  /** Everything else: progress, warnings. */
  err(line: string): void;
  /** Shows a line that the next one replaces. Only on a terminal. */
  status?(line: string): void;
  /** True if results go to a terminal that shows colours. */
  colours: boolean;
  /** Width of that terminal in characters. Undefined if there is no terminal: then nothing is cut. */
  columns?: number | undefined;
  env: NodeJS.ProcessEnv;
}

/** One command of the CLI: it adds itself to the program, with its help, and runs there. */
export type Command = (program: Commander, output: Output) => void;

/** Exit codes other than 0. The program's help documents them. */
export const exitCodes = { failed: 1, usage: 2 } as const;

/**
 * The command worked, but its result is negative, for example a failed test or a difference. The process ends with exit
 * code 1, and nothing more is printed.
 */
export class BadNews extends Error {
  override readonly name = "BadNews";
}
