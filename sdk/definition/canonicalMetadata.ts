import type { Json } from "./canonical";
import { parseConnectionId, writeConnectionId } from "./connectionId";
import { isGuid } from "../common/guid";
import { isObject } from "../common/objects";
import { type JsonObject } from "./json";

/**
 * Values that mean the same as none: the service leaves them out when it writes metadata back, or puts them in.
 */
export const QUERY_DEFAULTS: Readonly<JsonObject> = { isHidden: false, loadEnabled: true };
export const DOCUMENT_DEFAULTS: Readonly<JsonObject> = {
  fastCombine: false,
  allowNativeQueries: true,
  skipAutomaticTypeAndHeaderDetection: false,
  parametric: false,
  documentLocale: "en-us",
};

const isNothing = (value: Json): boolean =>
  value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** Keys in order, at every depth; with `dropEmpty`, without what is null, empty text, empty list or empty object. */
export function ordered(value: Json, dropEmpty: boolean): Json {
  if (Array.isArray(value)) return value.map((item) => ordered(item, dropEmpty));
  if (typeof value === "string" && isGuid(value)) return value.toLowerCase();
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .map(([key, entry]) => [key, ordered(entry, dropEmpty)] as const)
    .filter(([, entry]) => !dropEmpty || !isNothing(entry));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const without = (value: JsonObject, defaults: Readonly<JsonObject>, left: readonly string[]): JsonObject =>
  Object.fromEntries(
    Object.entries(value).filter(
      ([key, entry]) => !left.includes(key) && !(key in defaults && defaults[key] === entry),
    ),
  );

/**
 * What the metadata says of one query, without its name, which is counted with the query, and its id: the portal gives a query another one, and
 * nothing refers to it. A changed id is written with the next write.
 */
export const canonicalQuery = (entry: JsonObject): Json =>
  ordered(without(entry, QUERY_DEFAULTS, ["queryName", "queryId"]), true);

/** Far deeper than the portal lets anybody nest them. */
const MOST_GROUPS = 100;

/** A group with the groups around it, the innermost first: by what it is called, not by its id alone. */
export function canonicalGroup(id: string | undefined, groups: ReadonlyMap<string, JsonObject>): Json[] {
  const path: Json[] = [];
  const seen = new Set<string>();
  for (let at = id?.toLowerCase(); at !== undefined && !seen.has(at) && path.length < MOST_GROUPS;) {
    seen.add(at);
    const group: JsonObject | undefined = groups.get(at);
    if (!group) break;
    path.push(ordered(group, true));
    at = typeof group["parentId"] === "string" ? group["parentId"].toLowerCase() : undefined;
  }
  return path;
}

/** The document's own settings: without its name, its queries, and the lists, which are counted by themselves. */
export const canonicalDocument = (root: JsonObject, left: readonly string[]): Json =>
  ordered(without(withLocale(root), DOCUMENT_DEFAULTS, left), true);

/** Languages are named without regard to case. */
const withLocale = (root: JsonObject): JsonObject =>
  typeof root["documentLocale"] === "string" ? { ...root, documentLocale: root["documentLocale"].toLowerCase() } : root;

/** Lists whose order says nothing. */
export const canonicalSet = (list: readonly Json[]): Json[] =>
  list
    .map((item) => JSON.stringify(ordered(item, true)))
    .sort()
    .map((item) => JSON.parse(item) as Json);

/** A connection with its composite id in one form. */
export function canonicalConnection(given: Json): Json {
  if (!isObject(given) || typeof given["connectionId"] !== "string") return given;
  // Fabric itself writes `SQL` in one place and `Sql` in another.
  const entry: JsonObject = {
    ...given,
    ...(typeof given["kind"] === "string" && { kind: given["kind"].toLowerCase() }),
  };
  const id = parseConnectionId(given["connectionId"].toLowerCase());
  if (!id?.clusterId) return entry;
  return { ...entry, connectionId: writeConnectionId({ clusterId: id.clusterId, datasourceId: id.datasourceId }) };
}
