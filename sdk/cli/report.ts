import { harmlessJson } from "../common/harmless";
import { CommanderError } from "commander";
import type { Output } from "./command";
import { wrapLines } from "./table";

/** True if the arguments request JSON. It searches them by itself, because the parser may have refused them. */
export function asksJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const options = end === -1 ? args : args.slice(0, end);
  return options.some(
    (option, index) =>
      option === "--json" ||
      /^(--format=|-f)json$/.test(option) ||
      (option === "json" && ["--format", "-f"].includes(options[index - 1] ?? "")),
  );
}

/** Writes to stderr why a command failed: one JSON object if the arguments ask for JSON, else text. */
export function report(error: unknown, args: readonly string[], output: Output): void {
  const { message, ...rest } = fields(error);
  if (asksJson(args)) return output.err(harmlessJson({ error: { name: rest.name, message, ...rest } }));
  for (const line of wrapLines(`error: ${message}`, output.columns)) output.err(line);
}

interface Fields {
  name?: string;
  message: string;
  /** The code of Fabric, Entra, Node or the command line, for programs that branch on it. */
  code?: unknown;
  correlationId?: unknown;
  requestId?: unknown;
}

function fields(error: unknown): Fields {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, errorCode, correlationId, requestId } = error as Error & Record<string, unknown>;
  const message = error instanceof CommanderError ? error.message.replace(/^error: /, "") : error.message;
  const name = error instanceof CommanderError ? "UsageError" : error.name;
  return { name, message, code: code ?? errorCode, correlationId, requestId };
}
