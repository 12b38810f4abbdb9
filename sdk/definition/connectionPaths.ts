import { tokenMask, type Mask } from "../common/mask";
import { viewMetadata } from "./metadata";
import type { Opened } from "./open";
import { warning, type Problem } from "../common/problem";
import type { Edit } from "./m/positions";
import type { SectionText } from "./m/section";
import { isObject } from "../common/objects";
import { textLiteral } from "./m/text";
import { TextLiterals, withoutSlash } from "./textLiterals";

/** The edits for each part of a path. Connections with the same part share its list. */
export type Edits = readonly (readonly Edit[])[];

/**
 * Returns the edits with which the M names a source by another path. The M must have the same texts as the connection's path, because the
 * service compares them. The parts of a path (`server;database`) are separate arguments in the M. If the M already names the new path, by a
 * parameter that was set, there is nothing to edit.
 */
export function rewritePath(
  texts: TextLiterals,
  kind: string,
  before: string,
  after: string,
  mask: Mask = tokenMask,
): { edits: Edits; problem?: { severity: Problem["severity"]; message: string } } {
  const pairs = partsOf(before, after) ?? [[before, after] as const];
  const all = pairs.map(([old, next], index) =>
    index === 0 ? texts.changeAll(old, next) : texts.changeBeside(pairs[0] as [string, string], old, next),
  );
  const isWritten = (value: string, index: number): boolean => {
    const written = textLiteral(withoutSlash(value)).slice(0, -1);
    const writes = (edits: readonly Edit[] = []): boolean => edits.some(({ text }) => text.includes(written));
    return writes(all[index]) || all.some(writes);
  };
  const missing = pairs.find(([, next], index) => !texts.has(next) && !isWritten(next, index));
  if (missing === undefined) return { edits: all };
  const change = `changes the path from ${mask.path(before)} to ${mask.path(after)}, but no query names the old one`;
  // If each call has its address as a text or in a parameter, the address certainly is another one.
  return texts.knowsAddressesOf(kind)
    ? {
        edits: [],
        problem: { severity: "error", message: `${change}; set the parameter that holds it, or change the query` },
      }
    : {
        edits: all,
        problem: {
          severity: "warning",
          message: `${change} in a form that is understood; check that the M has the new path: only the connection's path is changed`,
        },
      };
}

/**
 * Returns a warning for each connection whose path the M named before the environment was applied, but does not name any more: a run would not
 * find a binding for the source.
 */
export function checkLeftPaths(
  before: SectionText,
  after: SectionText,
  opened: Opened,
  mask: Mask = tokenMask,
): Problem[] {
  if (before === after) return [];
  const [old, now] = [new TextLiterals(before), new TextLiterals(after)];
  return viewMetadata(opened).connections.flatMap(({ path, kind, at }) =>
    names(old, path) && !names(now, path)
      ? [
          warning(
            opened.metadata.at([...at, "path"]),
            `no query names ${mask.path(path)} any more, because a value of this environment replaced it; set the new path by \`connections: { "${kind}:${mask.path(path)}": { path: "..." } }\``,
          ),
        ]
      : [],
  );
}

const names = (texts: TextLiterals, path: string): boolean =>
  Object.values(fieldsOf(path) ?? path.split(";")).every((part) => texts.has(part));

/** Returns the pairs of parts of two paths, like `server;database` or `{"host":"...","httpPath":"..."}`. Undefined if they have different parts. */
function partsOf(before: string, after: string): [string, string][] | undefined {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  if (from && to) {
    const keys = Object.keys(from);
    const same = keys.length === Object.keys(to).length && keys.every((key) => key in to);
    return same ? keys.map((key) => [from[key] as string, to[key] as string]) : undefined;
  }
  const [old, next] = [before.split(";"), after.split(";")];
  if (old.length < 2 || old.length !== next.length) return undefined;
  return old.map((part, index) => [part, next[index] as string]);
}

/** Returns the texts of a path that is JSON, as Databricks has it. Undefined for any other path. */
function fieldsOf(path: string): Record<string, string> | undefined {
  if (!path.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(path);
    return isObject(value) && Object.values(value).every((field) => typeof field === "string")
      ? (value as Record<string, string>)
      : undefined;
  } catch {
    return undefined;
  }
}
