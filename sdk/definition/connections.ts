import { isGuid } from "../common/guid";
import { parseConnectionId, writeConnectionId } from "./connectionId";
import { rewritePath } from "./connectionPaths";
import { TextLiterals } from "./textLiterals";
import { tokenMask, type Mask } from "../common/mask";
import { isObject } from "../common/objects";
import type { JSONPath } from "./json";
import type { Edit } from "./m/positions";
import type { DataflowConnection } from "../model/bindings";
import type { SectionText } from "./m/section";
import { viewMetadata, type ConnectionEntry } from "./metadata";
import { listed, nearest } from "../common/nearest";
import type { Opened } from "./open";
import { error, type Problem } from "../common/problem";
import { ProblemList } from "./problemList";

/**
 * The connection that an entry is bound to in this environment: Fabric's composite string, a connection's GUID (the cluster comes from the file
 * then), or both ids. `path` is set if the source itself has another path in this environment; the M is changed with it.
 */
export type ConnectionBinding = DataflowConnection;

export interface BoundConnections {
  opened: Opened;
  /** Edits of the M, for paths that differ. */
  edits: Edit[];
  /** Entries of the file without a binding. */
  unbound: readonly ConnectionEntry[];
  /** Entries that keep the connection of the file: the unbound ones, and those that only get another path. */
  keptIds: readonly ConnectionEntry[];
  problems: Problem[];
}

export const sameKind = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Returns the name of an entry as `kind:path`, for when path or kind alone are not enough. */
export const entryName = ({ kind, path }: { kind: string; path: string }): string => `${kind}:${path}`;

/** Returns the name of an entry for a message, with secret values masked. */
export const shownName = ({ kind, path }: { kind: string; path: string }, mask: Mask): string =>
  entryName({ kind, path: mask.path(path) });

/**
 * Binds the file's connections. A key is an entry's path, its kind if that occurs once, or `kind:path`. Case is ignored in kinds,
 * because Fabric itself writes `SQL` in one place and `Sql` in another.
 */
export function bindConnections(
  opened: Opened,
  section: SectionText,
  bindings: Readonly<Record<string, ConnectionBinding>>,
  gatewayObjectId?: string,
  mask: Mask = tokenMask,
): BoundConnections {
  const entries = viewMetadata(opened).connections;
  const file: ConnectionFile = { entries, cluster: sharedCluster(entries), texts: new TextLiterals(section), mask };
  const index = indexOf(entries);
  const result: Result = { edits: new Set(), changes: [], problems: new ProblemList("connections") };
  const boundBy = new Map<ConnectionEntry, string>();
  for (const [key, binding] of Object.entries(bindings)) {
    const place = `connections.${key}`;
    const [found, ...more] = matchesOf(key, index);
    if (found === undefined || more.length > 0)
      result.problems.error(
        () => place,
        () => notOne(key, found ? [found, ...more] : [], file),
      );
    else if (boundBy.has(found))
      result.problems.error(
        () => place,
        () => `binds the same entry as \`${boundBy.get(found)}\`; remove one of the two`,
      );
    else {
      boundBy.set(found, key);
      bindOne(result, file, found, binding, place);
    }
  }
  const bound = { ...opened, metadata: opened.metadata.withTexts(result.changes) };
  return {
    opened: gatewayObjectId === undefined ? bound : withGateway(bound, gatewayObjectId, result.problems),
    edits: [...result.edits].flat(),
    unbound: entries.filter((entry) => !boundBy.has(entry)),
    keptIds: entries.filter((entry) => {
      const key = boundBy.get(entry);
      return key === undefined || readBinding(bindings[key])?.datasourceId === undefined;
    }),
    problems: result.problems.all,
  };
}

/** The contents of the file that matter to connections. */
interface ConnectionFile {
  entries: readonly ConnectionEntry[];
  /** The cluster that all entries share. Undefined if they have different ones. */
  cluster: string | undefined;
  texts: TextLiterals;
  mask: Mask;
}

interface Result {
  /** Connections of one server share a list. */
  edits: Set<readonly Edit[]>;
  /** Changes of the metadata. */
  changes: { at: JSONPath; text: string }[];
  problems: ProblemList;
}

/** The entries by each form of a key. */
interface EntryIndex {
  both: ReadonlyMap<string, ConnectionEntry[]>;
  path: ReadonlyMap<string, ConnectionEntry[]>;
  kind: ReadonlyMap<string, ConnectionEntry[]>;
}

function indexOf(entries: readonly ConnectionEntry[]): EntryIndex {
  const by = (keyOf: (entry: ConnectionEntry) => string): Map<string, ConnectionEntry[]> => {
    const found = new Map<string, ConnectionEntry[]>();
    for (const entry of entries) {
      const same = found.get(keyOf(entry));
      if (same) same.push(entry);
      else found.set(keyOf(entry), [entry]);
    }
    return found;
  };
  return {
    both: by((entry) => entryName(entry).toLowerCase()),
    path: by(({ path }) => path),
    kind: by(({ kind }) => kind.toLowerCase()),
  };
}

const matchesOf = (key: string, { both, path, kind }: EntryIndex): ConnectionEntry[] =>
  both.get(key.toLowerCase()) ?? path.get(key) ?? kind.get(key.toLowerCase()) ?? [];

function notOne(key: string, matches: readonly ConnectionEntry[], { entries, mask }: ConnectionFile): string {
  const names = (matches.length > 0 ? matches : entries).map((entry) => shownName(entry, mask));
  if (matches.length > 1) return `fits more than one entry of the file; name one of them: ${listed(names)}`;
  if (names.length === 0)
    return "fits nothing: the file has no connection. Bind one in the portal, and export the dataflow again";
  const near = nearest(key, [...names, ...entries.map(({ path }) => mask.path(path))]);
  return `fits no entry of the file; ${near.length > 0 ? `did you mean ${near.join(" or ")}?` : `there are: ${listed(names)}`}`;
}

function bindOne(
  result: Result,
  { cluster, texts, mask }: ConnectionFile,
  entry: ConnectionEntry,
  binding: ConnectionBinding,
  place: string,
): void {
  const connectionId = newConnectionId(binding, entry, cluster);
  if (typeof connectionId === "object") {
    result.problems.include([error(place, connectionId.problem)]);
    return;
  }
  if (connectionId !== entry.connectionId) result.changes.push({ at: entry.idAt, text: connectionId });
  const path = typeof binding === "string" ? undefined : binding.path;
  if (path === undefined || path === entry.path) return;
  const { edits, problem } = rewritePath(texts, entry.kind, entry.path, path, mask);
  if (problem) result.problems.include([{ place, ...problem }]);
  if (problem?.severity === "error") return;
  for (const list of edits) result.edits.add(list);
  result.changes.push({ at: [...entry.at, "path"], text: path });
}

const FORMS =
  "give { clusterId, datasourceId }, Fabric's composite string, or the connection's GUID, as `GET /v1/connections` lists it";

function newConnectionId(
  binding: unknown,
  entry: ConnectionEntry,
  shared: string | undefined,
): string | { problem: string } {
  const given = readBinding(binding);
  if (given === undefined) return { problem: `has an unknown form; ${FORMS}` };
  const { clusterId, datasourceId } = given;
  if (datasourceId === undefined)
    return clusterId === undefined ? entry.connectionId : { problem: `has no datasourceId; ${FORMS}` };
  const wrong = [clusterId, datasourceId].find((id) => id !== undefined && !isGuid(id));
  if (wrong !== undefined) return { problem: `has an id that is not a valid GUID; ${FORMS}` };
  const cluster = clusterId ?? shared;
  return cluster === undefined
    ? {
        problem:
          "is a GUID without a cluster, and the file's entries do not share one cluster; give { clusterId, datasourceId }",
      }
    : writeConnectionId({ clusterId: cluster, datasourceId });
}

function readBinding(
  binding: unknown,
): { clusterId?: string | undefined; datasourceId?: string | undefined } | undefined {
  if (typeof binding === "string") return parseConnectionId(binding);
  if (!isObject(binding)) return undefined;
  const text = (value: unknown) => value === undefined || typeof value === "string";
  const { clusterId, datasourceId, path } = binding as Record<string, unknown>;
  if (![clusterId, datasourceId, path].every(text) || [datasourceId, path].every((value) => value === undefined))
    return undefined;
  return { clusterId: clusterId as string | undefined, datasourceId: datasourceId as string | undefined };
}

/** Returns the cluster of the file's entries. Undefined if they have different ones. */
function sharedCluster(all: readonly ConnectionEntry[]): string | undefined {
  const clusters = new Map(
    all.flatMap(({ connectionId }) => {
      const id = parseConnectionId(connectionId)?.clusterId;
      return id === undefined ? [] : [[id.toLowerCase(), id] as const];
    }),
  );
  return clusters.size === 1 ? [...clusters.values()][0] : undefined;
}

/** Returns the id of the gateway that the file names. */
export function gatewayOf({ metadata, root }: Opened): string | undefined {
  const id = metadata.get([...root, "gatewayObjectId"]);
  return typeof id === "string" && id !== "" ? id : undefined;
}

function withGateway(opened: Opened, gatewayObjectId: string, problems: ProblemList): Opened {
  if (isGuid(gatewayObjectId))
    return { ...opened, metadata: opened.metadata.with([...opened.root, "gatewayObjectId"], gatewayObjectId) };
  problems.include([
    error("gatewayObjectId", "is not a valid GUID; give the gateway's id, as `GET /v1/gateways` lists it"),
  ]);
  return opened;
}
