import type { Command as Commander } from "commander";

/** Where a command writes. Apart from the process, so that tests can look. */
export interface Output {
  /** Results: one line, without its end. */
  out(line: string): void;
  /** Everything else: progress, warnings. */
  err(line: string): void;
  /** Shows a line that the next one replaces. Only on a terminal. */
  status?(line: string): void;
  /** Whether results go to a terminal that shows colours. */
  colours: boolean;
  /** Width of that terminal in characters. Undefined: no terminal, nothing is cut. */
  columns?: number | undefined;
  env: NodeJS.ProcessEnv;
}

/** One command of the CLI: it adds itself to the program, with its help, and runs there. */
export type Command = (program: Commander, output: Output) => void;

/** What a command ends with, if not with 0. Documented in the program's help. */
export const exitCodes = { failed: 1, usage: 2 } as const;

/** The command did its work and said so; what it found is bad news, so the process ends with 1. Nothing more is printed. */
export class BadNews extends Error {
  override readonly name = "BadNews";
}
