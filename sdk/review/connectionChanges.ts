import { parseConnectionId } from "../definition/connectionId";
import { sameKind } from "../definition/connections";
import type { ConnectionEntry } from "../definition/metadata";
import type { ConnectionChange } from "./document";
import type { Side } from "./side";

/**
 * Connections by kind and path. If one path of a kind went and one came, it is one connection whose path changed; a path may hold
 * no secret, its id is not shown.
 */
export function connectionChanges(before: Side | undefined, after: Side | undefined): ConnectionChange[] {
  const old = [...(before?.view.connections ?? [])];
  const now = [...(after?.view.connections ?? [])];
  const changes: ConnectionChange[] = [];
  const take = (matches: (a: ConnectionEntry, b: ConnectionEntry) => boolean) => {
    for (const entry of [...now]) {
      const same = old.find((candidate) => matches(candidate, entry));
      if (!same) continue;
      old.splice(old.indexOf(same), 1);
      now.splice(now.indexOf(entry), 1);
      const rebound = idOf(same) !== idOf(entry);
      if (same.path !== entry.path || rebound)
        changes.push({
          kind: "changed",
          connectionKind: entry.kind,
          path: entry.path,
          ...(same.path !== entry.path && { pathBefore: same.path }),
          rebound,
        });
    }
  };
  take((a, b) => sameKind(a.kind, b.kind) && a.path === b.path && idOf(a) === idOf(b));
  take((a, b) => sameKind(a.kind, b.kind) && a.path === b.path);
  take((a, b) => sameKind(a.kind, b.kind) && idOf(a) === idOf(b));
  take((a, b) => isOnly(a, old) && isOnly(b, now) && sameKind(a.kind, b.kind));
  const alone =
    (kind: "added" | "removed") =>
    (entry: ConnectionEntry): ConnectionChange => ({
      kind,
      connectionKind: entry.kind,
      path: entry.path,
      rebound: false,
    });
  return [...changes, ...now.map(alone("added")), ...old.map(alone("removed"))];
}

const isOnly = (entry: ConnectionEntry, all: readonly ConnectionEntry[]): boolean =>
  all.filter(({ kind }) => sameKind(kind, entry.kind)).length === 1;

function idOf({ connectionId }: ConnectionEntry): string {
  const id = parseConnectionId(connectionId);
  return id ? `${id.clusterId ?? ""}/${id.datasourceId}`.toLowerCase() : connectionId;
}
