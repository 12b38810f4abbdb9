import { isObject } from "../common/objects";

/** A connection as Fabric lists it. */
interface Listed {
  type: string;
  path?: string;
}

/** Kinds that have the same name in definitions and in Fabric's list of connections, apart from case. Other kinds may have two names. */
const SAME_IN_BOTH = new Set([
  ...["sql", "web", "lakehouse", "warehouse", "odata", "sharepoint", "postgresql", "mysql", "oracle"],
  ...["snowflake", "databricks", "azureblobs", "salesforce", "googlebigquery", "amazonredshift"],
]);

/** The difference between an entry of a definition and its connection. `isSure` is false if the kinds may be two names of one kind. */
export interface Misfit {
  what: "kind" | "path";
  isSure: boolean;
}

/**
 * Returns the difference between an entry and its connection in kind or path. Undefined if the connection fits, or if that is not known. In
 * paths, case, white space, default ports and a slash at the end are ignored. A connection to a server fits each of its databases. A connection
 * to an address fits every address below it.
 */
export function misfit(
  { kind, path }: { kind: string; path: string },
  { type, path: leads }: Listed,
): Misfit | undefined {
  const [own, other] = [plain(kind), plain(type)];
  if (own !== other) return { what: "kind", isSure: SAME_IN_BOTH.has(own) && SAME_IN_BOTH.has(other) };
  // A kind without a path has its own name there, on one side or on both.
  if (leads === undefined || [path, leads].some((text) => text === "" || plain(text) === own)) return undefined;
  return isWithin(path, leads) ? undefined : { what: "path", isSure: true };
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

function isWithin(path: string, leads: string): boolean {
  const [fields, others] = [fieldsOf(path), fieldsOf(leads)];
  if (fields || others)
    // If only one of them is JSON, they cannot be compared, and no difference is reported.
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
