import type { Json } from "./canonical";
import { isObject } from "../common/objects";
import { type JsonObject, type JSONPath } from "./json";
import type { Opened } from "./open";

/** What `queriesMetadata` says of one query. Keys it has beyond these stay in `value`. */
export interface QueryMetadata {
  key: string;
  /** Undefined where it is missing, which is an error. */
  queryName: string | undefined;
  /** False only where the file says so: the service's default is true. */
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
  /** Where the id is written: older forms call it `connectionName`. */
  idAt: JSONPath;
}

/** A typed view of the metadata; what is malformed is left out of it and found by `checkMetadata`. */
export interface MetadataView {
  /** Undefined where the file has no entry at all (the older form may have null). */
  queries: readonly QueryMetadata[] | undefined;
  connections: readonly ConnectionEntry[];
  /** By id in lower case. */
  groups: ReadonlyMap<string, JsonObject>;
  /** The key under which the file keeps its connections. */
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
 * The entry of each query: by `queryName` as written, then by `queryName` and by key without regard to case, as the service matches
 * them. Each entry belongs to one query.
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
