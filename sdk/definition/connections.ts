import { isGuid } from "../common/guid";
import { parseConnectionId, writeConnectionId } from "./connectionId";
import { rewritePath } from "./connectionPaths";
import { tokenMask, type Mask } from "../common/mask";
import { isObject } from "../common/objects";
import type { Edit } from "./m/positions";
import type { DataflowConnection } from "../model/bindings";
import type { SectionText } from "./m/section";
import { viewMetadata, type ConnectionEntry } from "./metadata";
import { listed, nearest } from "../common/nearest";
import type { Opened } from "./open";
import { error, type Problem } from "../common/problem";

/**
 * The connection that an entry is bound to in this environment: Fabric's composite string, a connection's GUID (its cluster is then
 * taken from the file), or both ids. `path` is set where the source itself has another path there; the M is changed with it.
 */
export type ConnectionBinding = DataflowConnection;

export interface BoundConnections {
  opened: Opened;
  /** Of the M, for paths that differ. */
  edits: Edit[];
  problems: Problem[];
}

export const sameKind = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** How an entry is named where path or kind alone would not do. */
export const entryName = ({ kind, path }: { kind: string; path: string }): string => `${kind}:${path}`;

/** The same for a message. */
export const shownName = ({ kind, path }: { kind: string; path: string }, mask: Mask): string =>
  entryName({ kind, path: mask.text(path) });

/**
 * Binds the file's connections. A key is an entry's path, its kind where that occurs once, or `kind:path`; kinds compare without
 * regard to case, because Fabric itself writes `SQL` in one place and `Sql` in another.
 */
export function bindConnections(
  opened: Opened,
  section: SectionText,
  bindings: Readonly<Record<string, ConnectionBinding>>,
  gatewayObjectId?: string,
  mask: Mask = tokenMask,
): BoundConnections {
  const { connections } = viewMetadata(opened);
  const result: BoundConnections = { opened, edits: [], problems: [] };
  const boundBy = new Map<ConnectionEntry, string>();
  for (const [key, binding] of Object.entries(bindings)) {
    const place = `connections.${key}`;
    const found = findEntry(key, connections, mask);
    if (typeof found === "string") result.problems.push(error(place, found));
    else if (boundBy.has(found))
      result.problems.push(error(place, `binds the same entry as \`${boundBy.get(found)}\`; remove one of the two`));
    else {
      boundBy.set(found, key);
      bindOne(result, section, found, binding, place, connections, mask);
    }
  }
  if (gatewayObjectId !== undefined) setGateway(result, gatewayObjectId);
  return result;
}

function findEntry(key: string, connections: readonly ConnectionEntry[], mask: Mask): ConnectionEntry | string {
  const byPath = connections.filter(({ path }) => path === key);
  const byKind = connections.filter(({ kind }) => sameKind(kind, key));
  const byBoth = connections.filter((entry) => entryName(entry).toLowerCase() === key.toLowerCase());
  const matches = [byBoth, byPath, byKind].find((some) => some.length > 0) ?? [];
  if (matches.length === 1) return matches[0] as ConnectionEntry;
  const names = (matches.length > 0 ? matches : connections).map((entry) => shownName(entry, mask));
  if (matches.length > 1) return `fits more than one entry of the file; name one of them: ${listed(names)}`;
  if (names.length === 0)
    return "fits nothing: the file has no connection. Bind one in the portal, and export the dataflow again";
  const near = nearest(key, [...names, ...connections.map(({ path }) => mask.text(path))]);
  return `fits no entry of the file; ${near.length > 0 ? `did you mean ${near.join(" or ")}?` : `there are: ${listed(names)}`}`;
}

function bindOne(
  result: BoundConnections,
  section: SectionText,
  entry: ConnectionEntry,
  binding: ConnectionBinding,
  place: string,
  all: readonly ConnectionEntry[],
  mask: Mask,
): void {
  const connectionId = newConnectionId(binding, entry, all);
  if (typeof connectionId === "object") {
    result.problems.push(error(place, connectionId.problem));
    return;
  }
  if (connectionId !== entry.connectionId) set(result, entry.idAt, connectionId);
  const path = typeof binding === "string" ? undefined : binding.path;
  if (path === undefined || path === entry.path) return;
  const { edits, problem } = rewritePath(section, entry.kind, entry.path, path, mask);
  if (problem) result.problems.push({ place, ...problem });
  if (problem?.severity === "error") return;
  result.edits.push(...edits);
  set(result, [...entry.at, "path"], path);
}

function set(result: BoundConnections, at: (string | number)[], value: string): void {
  result.opened = { ...result.opened, metadata: result.opened.metadata.with(at, value) };
}

const FORMS =
  "give { clusterId, datasourceId }, Fabric's composite string, or the connection's GUID, as `GET /v1/connections` lists it";

function newConnectionId(
  binding: unknown,
  entry: ConnectionEntry,
  all: readonly ConnectionEntry[],
): string | { problem: string } {
  const given = readBinding(binding);
  if (given === undefined) return { problem: `has a form that is not known; ${FORMS}` };
  const { clusterId, datasourceId } = given;
  if (datasourceId === undefined)
    return clusterId === undefined ? entry.connectionId : { problem: `has no datasourceId; ${FORMS}` };
  const wrong = [clusterId, datasourceId].find((id) => id !== undefined && !isGuid(id));
  if (wrong !== undefined) return { problem: `has an id that is no GUID; ${FORMS}` };
  const cluster = clusterId ?? sharedCluster(all);
  return cluster === undefined
    ? {
        problem:
          "is a GUID alone, and the file's entries do not share one cluster to take with it; give { clusterId, datasourceId }",
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

/** The cluster that the file's entries have, where they all have the same. */
function sharedCluster(all: readonly ConnectionEntry[]): string | undefined {
  const clusters = new Map(
    all.flatMap(({ connectionId }) => {
      const id = parseConnectionId(connectionId)?.clusterId;
      return id === undefined ? [] : [[id.toLowerCase(), id] as const];
    }),
  );
  return clusters.size === 1 ? [...clusters.values()][0] : undefined;
}

function setGateway(result: BoundConnections, gatewayObjectId: string): void {
  if (isGuid(gatewayObjectId)) set(result, [...result.opened.root, "gatewayObjectId"], gatewayObjectId);
  else
    result.problems.push(error("gatewayObjectId", "is no GUID; give the gateway's id, as `GET /v1/gateways` lists it"));
}
