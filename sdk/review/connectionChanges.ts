import { groupBy } from "../common/groupBy";
import { parseConnectionId } from "../definition/connectionId";
import type { ConnectionEntry } from "../definition/metadata";
import type { ConnectionChange } from "./document";
import type { Side } from "./side";

/** An entry with its kind and id in a form to compare. */
interface Comparable {
  entry: ConnectionEntry;
  kind: string;
  id: string;
}

/**
 * Returns the changes of connections by kind and path. If one path of a kind is gone and one is new, it is one connection whose path changed. Paths
 * are shown, because they hold no secrets. Ids are not shown.
 */
export function connectionChanges(before: Side | undefined, after: Side | undefined): ConnectionChange[] {
  const left = { old: comparable(before), now: comparable(after) };
  const changes: ConnectionChange[] = [];
  const take = (keyOf: (one: Comparable) => string, onlyOnes = false) => {
    const [old, now] = [groupBy(left.old, keyOf), groupBy(left.now, keyOf)];
    const taken = new Set<Comparable>();
    for (const [key, entries] of now) {
      const candidates = old.get(key) ?? [];
      if (onlyOnes && (entries.length > 1 || candidates.length > 1)) continue;
      entries.slice(0, candidates.length).forEach((entry, index) => {
        const same = candidates[index] as Comparable;
        taken.add(entry).add(same);
        const change = changeOf(same, entry);
        if (change) changes.push(change);
      });
    }
    left.old = left.old.filter((one) => !taken.has(one));
    left.now = left.now.filter((one) => !taken.has(one));
  };
  take(({ kind, entry: { path }, id }) => JSON.stringify([kind, path, id]));
  take(({ kind, entry: { path } }) => JSON.stringify([kind, path]));
  take(({ kind, id }) => JSON.stringify([kind, id]));
  take(({ kind }) => kind, true);
  const alone =
    (kind: "added" | "removed") =>
    ({ entry }: Comparable): ConnectionChange => ({
      kind,
      connectionKind: entry.kind,
      path: entry.path,
      rebound: false,
    });
  return [...changes, ...left.now.map(alone("added")), ...left.old.map(alone("removed"))];
}

function comparable(side: Side | undefined): Comparable[] {
  return (side?.view.connections ?? []).map((entry) => ({
    entry,
    kind: entry.kind.toLowerCase(),
    id: idOf(entry.connectionId),
  }));
}

function idOf(connectionId: string): string {
  const id = parseConnectionId(connectionId);
  return id ? `${id.clusterId ?? ""}/${id.datasourceId}`.toLowerCase() : connectionId;
}

function changeOf(before: Comparable, { entry, id }: Comparable): ConnectionChange | undefined {
  const moved = before.entry.path !== entry.path;
  const rebound = before.id !== id;
  if (!moved && !rebound) return undefined;
  return {
    kind: "changed",
    connectionKind: entry.kind,
    path: entry.path,
    ...(moved && { pathBefore: before.entry.path }),
    rebound,
  };
}
