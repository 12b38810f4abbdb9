import type { Json } from "./canonical";
import { tokenMask, type Mask } from "../common/mask";
import { parseConnectionId } from "./connectionId";
import { sameKind, shownName } from "./connections";
import { listAt, viewMetadata, type ConnectionEntry } from "./metadata";
import { closeDefinition, openDefinition, type Opened } from "./open";
import type { DefinitionPart } from "./parts";

const sameEntry = (a: ConnectionEntry, b: ConnectionEntry): boolean => sameKind(a.kind, b.kind) && a.path === b.path;

const entriesOf = (opened: Opened | undefined): readonly ConnectionEntry[] =>
  opened ? viewMetadata(opened).connections : [];

/**
 * Returns the entries that only one of two definitions has. If each has just one such entry of a kind, it is the same entry with another path:
 * `movedTo` returns it.
 */
function compareEntries(old: readonly ConnectionEntry[], next: readonly ConnectionEntry[]) {
  const gone = old.filter((entry) => !next.some((other) => sameEntry(entry, other)));
  const fresh = next.filter((entry) => !old.some((other) => sameEntry(entry, other)));
  const movedTo = (entry: ConnectionEntry): ConnectionEntry | undefined => {
    const ofKind = (entries: readonly ConnectionEntry[]) => entries.filter(({ kind }) => sameKind(kind, entry.kind));
    return ofKind(fresh).length === 1 && ofKind(gone).length === 1 ? ofKind(fresh)[0] : undefined;
  };
  return { gone, fresh, movedTo };
}

/**
 * Returns the bindings of the live item, as `kind:path`, that a new definition does not have: an update would lose them. A binding whose path
 * the program changes to one of `declaredPaths` is not lost.
 */
export function droppedConnections(
  live: readonly DefinitionPart[],
  next: readonly DefinitionPart[],
  mask: Mask = tokenMask,
  declaredPaths: readonly string[] = [],
): string[] {
  const { gone, movedTo } = compareEntries(entriesOf(openDefinition(live)), entriesOf(openDefinition(next)));
  return gone
    .filter((entry) => !declaredPaths.includes(movedTo(entry)?.path ?? ""))
    .map((entry) => shownName(entry, mask));
}

/** Returns a new definition together with the live item's bindings that it lacks, by kind and path. */
export function keepConnections(live: readonly DefinitionPart[], next: readonly DefinitionPart[]): DefinitionPart[] {
  const [before, opened] = [openDefinition(live), openDefinition(next)];
  if (!before || !opened) return [...next];
  const kept = entriesOf(opened);
  const lacking = entriesOf(before)
    .filter((entry) => !kept.some((other) => sameEntry(entry, other)))
    .map((entry) => inFormOf(opened, before, entry));
  if (lacking.length === 0) return [...next];
  const key = viewMetadata(opened).connectionsKey;
  const metadata = opened.metadata.with([...opened.root, key], [...listAt(opened, key), ...lacking]);
  return closeDefinition(next, opened, { ...opened, metadata });
}

/** Returns a binding in the form of the other definition: in older forms, the key of its id has another name. */
function inFormOf(opened: Opened, before: Opened, { at, path, kind, connectionId }: ConnectionEntry): Json {
  if (opened.root.length === before.root.length) return before.metadata.get(at) as Json;
  return { path, kind, [opened.root.length > 0 ? "connectionName" : "connectionId"]: connectionId };
}

/** Returns one line for each connection that differs between two definitions. */
export function connectionChanges(
  before: readonly DefinitionPart[],
  after: readonly DefinitionPart[],
  mask: Mask = tokenMask,
): string[] {
  const name = (entry: ConnectionEntry): string => shownName(entry, mask);
  const [old, next] = [entriesOf(openDefinition(before)), entriesOf(openDefinition(after))];
  const { gone, fresh, movedTo } = compareEntries(old, next);
  const moved = new Set(gone.map(movedTo));
  const lines = old.flatMap((entry) => {
    const other = next.find((candidate) => sameEntry(entry, candidate));
    return other && other.connectionId !== entry.connectionId && idChange(entry, other, mask) !== undefined
      ? [`connection ${name(entry)}: ${idChange(entry, other, mask)}`]
      : [];
  });
  for (const entry of gone) {
    const other = movedTo(entry);
    if (!other) {
      lines.push(`connection ${name(entry)} is no longer bound`);
      continue;
    }
    const change = idChange(entry, other, mask);
    lines.push(
      `connection ${name(entry)}: path -> ${mask.path(other.path)}${change === undefined ? "" : `, ${change}`}`,
    );
  }
  return [...lines, ...fresh.filter((entry) => !moved.has(entry)).map((entry) => `connection ${name(entry)} is bound`)];
}

/**
 * Returns the change of a connection's id, or undefined if there is none. Ids of connections are not secret: they are of no use without the right
 * to use the connection. An id that the program declares secret is masked.
 */
function idChange(before: ConnectionEntry, after: ConnectionEntry, mask: Mask): string | undefined {
  const [old, next] = [parseConnectionId(before.connectionId), parseConnectionId(after.connectionId)];
  if (!old || !next) return "another connection";
  const cluster = (id: string | undefined) => (id === undefined ? "none" : mask.id(id));
  const differs = (a = "", b = "") => a.toLowerCase() !== b.toLowerCase();
  const parts = [
    ...(differs(old.datasourceId, next.datasourceId)
      ? [`${mask.id(old.datasourceId)} -> ${mask.id(next.datasourceId)}`]
      : []),
    ...(differs(old.clusterId, next.clusterId)
      ? [`cluster ${cluster(old.clusterId)} -> ${cluster(next.clusterId)}`]
      : []),
  ];
  return parts.length > 0 ? parts.join(", ") : undefined;
}
