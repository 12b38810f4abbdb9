import type { Json } from "./canonical";
import { parseConnectionId, writeConnectionId } from "./connectionId";
import { isGuid } from "../common/guid";
import { isObject } from "../common/objects";
import { type JsonObject } from "./json";

/**
 * Default values. They mean the same as no value: the service may leave them out, or add them, when it returns metadata.
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

/** Returns a value with sorted keys at every depth. With `dropEmpty`, null, empty texts, empty lists and empty objects are dropped. */
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
 * Returns the metadata's entry of one query, without its name and its id. The name is part of the query. The portal gives a query another id,
 * and nothing refers to it. So a changed id causes no write, but is part of the next one.
 */
export const canonicalQuery = (entry: JsonObject): Json =>
  ordered(without(entry, QUERY_DEFAULTS, ["queryName", "queryId"]), true);

/** The most groups within each other: the portal allows far fewer. */
const MAX_GROUPS = 100;

/** Returns a group and the groups around it, the innermost first. They have names, because an id does not show a renamed group. */
export function canonicalGroup(id: string | undefined, groups: ReadonlyMap<string, JsonObject>): Json[] {
  const path: Json[] = [];
  const seen = new Set<string>();
  for (let at = id?.toLowerCase(); at !== undefined && !seen.has(at) && path.length < MAX_GROUPS;) {
    seen.add(at);
    const group: JsonObject | undefined = groups.get(at);
    if (!group) break;
    path.push(ordered(group, true));
    at = typeof group["parentId"] === "string" ? group["parentId"].toLowerCase() : undefined;
  }
  return path;
}

/** Returns the document's own settings, without the keys in `left`: its name, its queries and the lists, which are counted separately. */
export const canonicalDocument = (root: JsonObject, left: readonly string[]): Json =>
  ordered(without(withLocale(root), DOCUMENT_DEFAULTS, left), true);

/** Returns the settings with a language in lower case, because its case has no meaning. */
export const withLocale = (root: JsonObject): JsonObject =>
  typeof root["documentLocale"] === "string" ? { ...root, documentLocale: root["documentLocale"].toLowerCase() } : root;

/** Returns a list in a fixed order, for lists whose order has no meaning. */
export const canonicalSet = (list: readonly Json[]): Json[] =>
  list
    .map((item) => JSON.stringify(ordered(item, true)))
    .sort()
    .map((item) => JSON.parse(item) as Json);

/** Returns a connection with its kind and its composite id in one form. */
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
