/*
 * Logs are shown in other people's terminals. Everybody who may edit a dataflow can write names, descriptions and failure reasons, and a
 * pipeline's agent executes commands in its log: GitHub's at the start of a line (`::add-mask::`), Azure's and GitHub's older form anywhere
 * in it (`##vso[...]`, `##[...]`). https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 * https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */

/** Characters that end a line, move the cursor, or change the direction of text. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const LINE_BREAK_OR_CONTROL = new RegExp(`\\r\\n|${CONTROL.source}`, "g");
const NAMED: Readonly<Record<string, string>> = { "\r": "#(cr)", "\n": "#(lf)", "\t": "#(tab)" };

const escaped = (character: string): string =>
  NAMED[character] ?? `#(${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")})`;

const withoutCommands = (text: string): string =>
  text.replace(/##(?=\[|vso\[)/gi, "#(#)#").replace(/(^|\s)::/g, "$1#(003A):");

/**
 * Returns data that is safe in a message or table: one line, without control characters and without commands to an
 * agent. These are written as M escapes them: `#(lf)`, `#(001B)`. Other text is unchanged, so the function can be
 * applied twice. Use it only for data: a finished message has lines of its own.
 */
export const harmless = (text: string): string => withoutCommands(text.replace(CONTROL, escaped));

/** The same for a service's sentences: line breaks become spaces. */
export const harmlessProse = (text: string): string => harmless(text.replace(/\s+/g, " ").trim());

/** The same for text whose line breaks stay: a description, a cell of comma-separated values. */
export const harmlessLines = (text: string): string =>
  withoutCommands(text.replace(LINE_BREAK_OR_CONTROL, (one) => (/^\r?\n$|^\t$/.test(one) ? one : escaped(one))));

/** Returns a service's value with all its texts made harmless. */
export const harmlessValue = <T>(value: T): T => mapTexts(value, harmlessProse) as T;

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [map(key), mapTexts(one, map)]));
}

/** Returns JSON that parses to exactly this value, with invisible characters escaped. */
export const visibleJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(CONTROL, (one) =>
    one === "\n" ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** The same, also harmless in a log. */
export const harmlessJson = (value: unknown, indent?: number): string =>
  visibleJson(value, indent).replaceAll("##", "#\\u0023");
