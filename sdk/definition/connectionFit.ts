import { isObject } from "../common/objects";

/** A connection as Fabric lists it. */
interface Listed {
  type: string;
  path?: string;
}

/** Kinds that definitions and Fabric's list of connections call alike, but for case. Others may have two names for one thing. */
const SAME_IN_BOTH = new Set([
  ...["sql", "web", "lakehouse", "warehouse", "odata", "sharepoint", "postgresql", "mysql", "oracle"],
  ...["snowflake", "databricks", "azureblobs", "salesforce", "googlebigquery", "amazonredshift"],
]);

/** What an entry of a definition and its connection disagree about. `isSure` is false where kinds may be two names of one thing. */
export interface Misfit {
  what: "kind" | "path";
  isSure: boolean;
}

/**
 * Whether a connection is of the entry's kind and leads to its path; undefined if it fits, or nothing tells. Paths are compared without case,
 * white space, default ports and a slash at the end. A connection to a server fits each of its databases, one to an address what lies below it.
 */
export function misfit(
  { kind, path }: { kind: string; path: string },
  { type, path: leads }: Listed,
): Misfit | undefined {
  const [own, other] = [plain(kind), plain(type)];
  if (own !== other) return { what: "kind", isSure: SAME_IN_BOTH.has(own) && SAME_IN_BOTH.has(other) };
  // Kinds without a path have their own name in its place, here or there.
  if (leads === undefined || [path, leads].some((text) => text === "" || plain(text) === own)) return undefined;
  return isWithin(path, leads) ? undefined : { what: "path", isSure: true };
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

function isWithin(path: string, leads: string): boolean {
  const [fields, others] = [fieldsOf(path), fieldsOf(leads)];
  if (fields || others)
    // One of them has a form that nobody here knows.
    return (
      !fields || !others || Object.entries(others).every(([key, value]) => !(key in fields) || same(fields[key], value))
    );
  const [a, b] = [comparable(path), comparable(leads)];
  return a === b || (a.startsWith(b) && /^[;/?#]/.test(a.slice(b.length)));
}

const same = (a: unknown, b: unknown): boolean => comparable(String(a)) === comparable(String(b));

const comparable = (path: string): string =>
  path
    .trim()
    .toLowerCase()
    .replaceAll(/\s*;\s*/g, ";")
    .replace(/^(https:\/\/[^/?#]*):443(?=[/?#]|$)/, "$1")
    .replace(/^(tcp:)?([^;]*?),1433(?=;|$)/, "$2")
    .replace(/^tcp:/, "")
    .replace(/[/;]+$/, "");

function fieldsOf(path: string): Record<string, unknown> | undefined {
  if (!path.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(path);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
