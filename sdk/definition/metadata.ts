import type { Json } from "./canonical";
import { isObject } from "../common/objects";
import { type JsonObject, type JSONPath } from "./json";
import type { Opened } from "./open";

/** An entry of `queriesMetadata`. `value` has all its keys, also those that are not listed here. */
export interface QueryMetadata {
  key: string;
  /** Undefined if it is missing, which is an error. */
  queryName: string | undefined;
  /** False only if the file says so: the service's default is true. */
  loadEnabled: boolean;
  isHidden: boolean;
  queryGroupId: string | undefined;
  value: JsonObject;
  path: JSONPath;
}

export interface ConnectionEntry {
  path: string;
  kind: string;
  connectionId: string;
  at: JSONPath;
  /** Path of the id in the JSON: in older forms, its key is `connectionName`. */
  idAt: JSONPath;
}

/** A typed view of the metadata. It leaves out malformed entries, which `checkMetadata` reports. */
export interface MetadataView {
  /** Undefined if the file has no entries at all (in the older form, it may be null). */
  queries: readonly QueryMetadata[] | undefined;
  connections: readonly ConnectionEntry[];
  /** Groups by id in lower case. */
  groups: ReadonlyMap<string, JsonObject>;
  /** The key of the connections in the file. */
  connectionsKey: "connections" | "connectionOverrides";
}

export function viewMetadata(opened: Opened): MetadataView {
  const { metadata, root } = opened;
  const connectionsKey = root.length > 0 ? "connectionOverrides" : "connections";
  const queries = metadata.get([...root, "queriesMetadata"]);
  return {
    queries: isObject(queries) ? Object.entries(queries).flatMap((entry) => queryMetadata(entry, root)) : undefined,
    connections: listAt(opened, connectionsKey).flatMap((entry, index) =>
      connectionEntry(entry, [...root, connectionsKey, index]),
    ),
    groups: new Map(
      listAt(opened, "queryGroups").flatMap((group) =>
        isObject(group) && typeof group["id"] === "string" ? [[group["id"].toLowerCase(), group]] : [],
      ),
    ),
    connectionsKey,
  };
}

export function listAt({ metadata, root }: Opened, key: string): Json[] {
  const value = metadata.get([...root, key]);
  return Array.isArray(value) ? value : [];
}

function queryMetadata([key, value]: [string, Json], root: JSONPath): QueryMetadata[] {
  if (!isObject(value)) return [];
  const text = (name: string) => (typeof value[name] === "string" && value[name] !== "" ? value[name] : undefined);
  return [
    {
      key,
      queryName: text("queryName"),
      loadEnabled: value["loadEnabled"] !== false,
      isHidden: value["isHidden"] === true,
      queryGroupId: text("queryGroupId"),
      value,
      path: [...root, "queriesMetadata", key],
    },
  ];
}

function connectionEntry(entry: Json, at: JSONPath): ConnectionEntry[] {
  if (!isObject(entry)) return [];
  const { path, kind } = entry;
  const key = "connectionId" in entry ? "connectionId" : "connectionName";
  const connectionId = entry[key];
  if (typeof path !== "string" || typeof kind !== "string" || typeof connectionId !== "string") return [];
  return [{ path, kind, connectionId, at, idAt: [...at, key] }];
}

/**
 * Returns the entry of each query, as the service matches them: first by the exact `queryName`, then by `queryName` and then by key without
 * regard to case. Each entry belongs to one query.
 */
export function matchQueries(
  names: readonly string[],
  entries: readonly QueryMetadata[],
): { entryOf: ReadonlyMap<string, QueryMetadata>; unmatched: readonly QueryMetadata[] } {
  const entryOf = new Map<string, QueryMetadata>();
  const left = new Set(entries);
  const passes: [ofName: (name: string) => string, ofEntry: (entry: QueryMetadata) => string | undefined][] = [
    [(name) => name, ({ queryName }) => queryName],
    [(name) => name.toLowerCase(), ({ queryName }) => queryName?.toLowerCase()],
    [(name) => name.toLowerCase(), ({ key }) => key.toLowerCase()],
  ];
  for (const [ofName, ofEntry] of passes) {
    const byName = new Map<string, QueryMetadata[]>();
    for (const entry of left) {
      const name = ofEntry(entry);
      if (name === undefined) continue;
      const same = byName.get(name);
      if (same) same.push(entry);
      else byName.set(name, [entry]);
    }
    for (const same of byName.values()) same.reverse();
    for (const name of names) {
      const entry = entryOf.has(name) ? undefined : byName.get(ofName(name))?.pop();
      if (!entry) continue;
      entryOf.set(name, entry);
      left.delete(entry);
    }
  }
  return { entryOf, unmatched: [...left] };
}
