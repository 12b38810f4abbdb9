import { isObject } from "../common/objects";
import { error, type Problem } from "../common/problem";
import { LIMITS } from "./limits";

/** Returns the problems of a part as JSON: the metadata, or the only part of the older form. */
export function checkJson(text: string, place: string, legacy: boolean): Problem[] {
  if (isTooDeep(text))
    return [
      error(place, `nests more than ${LIMITS.jsonDepth} lists and objects, which metadata of a dataflow never does`),
    ];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [error(`${place}${jsonPosition(text)}`, "is not valid JSON; correct it there")];
  }
  if (!isObject(value)) return [error(place, "must be a JSON object")];
  const session = legacy ? value["editingSessionMashup"] : value;
  const problems = isObject(session) ? checkCounts(session, place) : [];
  return legacy ? [...problems, ...checkDocument(session, place)] : problems;
}

/** Returns a problem for the metadata, and for each list or object of it, that is too long: longer than anybody makes it by hand or in the portal. */
export function checkCounts(settings: Record<string, unknown>, place: string): Problem[] {
  const keys = Object.keys(settings).length;
  if (keys > LIMITS.listEntries)
    return [error(place, `has ${keys} settings; no dataflow has more than ${LIMITS.listEntries}`)];
  return Object.entries(settings).flatMap(([key, entries]) => {
    const count = typeof entries === "object" && entries !== null ? Object.keys(entries).length : 0;
    const most = key === "queriesMetadata" ? LIMITS.queries : LIMITS.listEntries;
    return count > most ? [error(place, `\`${key}\` has ${count} entries; no dataflow has more than ${most}`)] : [];
  });
}

function checkDocument(session: unknown, place: string): Problem[] {
  const document = isObject(session) ? session["mashupDocument"] : undefined;
  if (typeof document !== "string")
    return [error(place, "has no text editingSessionMashup.mashupDocument, which holds the M in this form")];
  const bytes = Buffer.byteLength(document, "utf8");
  return bytes > LIMITS.mashupBytes
    ? [error(place, `holds a mashup of ${bytes} bytes; the service takes ${LIMITS.mashupBytes} (512 KB) at most`)]
    : [];
}

/** True if a JSON text is nested too deeply. It does not parse, because code that goes through JSON calls itself for each level. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') at = endOfText(text, at);
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    if (depth > LIMITS.jsonDepth) return true;
  }
  return false;
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** Returns `:line:column` of a JSON syntax error. V8's message often lacks a position, and quotes the text, which may be secret. */
function jsonPosition(text: string): string {
  const { parse } = require("jsonc-parser") as typeof import("jsonc-parser");
  const errors: { offset: number }[] = [];
  parse(text, errors as Parameters<typeof parse>[1], { disallowComments: true });
  const [first] = errors;
  if (!first) return "";
  const before = text.slice(0, first.offset).split("\n");
  return `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
