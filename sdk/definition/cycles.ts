import { error, type Problem } from "../common/problem";
import type { Lineage } from "./lineage";

/** The most rings to report. Nobody reads more, and the search for each may go through all queries. */
const MAX_RINGS = 20;
const MAX_SHOWN = 12;

/**
 * Returns an error for each ring of queries that use each other, because it cannot be evaluated. A ring of functions alone is recursion, which M
 * allows.
 */
export function checkCycles(lineage: Lineage, place: (name: string) => string): Problem[] {
  const functions = new Set(lineage.filter(({ isFunction }) => isFunction).map(({ name }) => name));
  return rings(lineage)
    .filter((ring) => !ring.every((name) => functions.has(name)))
    .map((ring) =>
      error(
        place(ring[0] as string),
        ring.length === 1
          ? `the query ${ring[0]} uses itself; a query cannot depend on its own result`
          : `queries use each other in a ring: ${shown([...ring, ring[0] as string]).join(" -> ")}; break it at one of them`,
      ),
    );
}

const shown = (ring: readonly string[]): readonly string[] =>
  ring.length <= MAX_SHOWN ? ring : [...ring.slice(0, MAX_SHOWN - 1), "...", ring.at(-1) as string];

/** Returns the rings, each as the shortest one through a query. Each begins with its first query in the document. */
function rings(lineage: Lineage): string[][] {
  const groupOf = groups(lineage);
  // Every path within a group leads back to its start.
  const uses = new Map(
    lineage.map(({ name, uses }) => [name, uses.filter((other) => groupOf.get(other) === groupOf.get(name))]),
  );
  const done = new Set<string>();
  const found: string[][] = [];
  for (const [name, others] of uses) {
    if (done.has(name) || others.length === 0) continue;
    if (found.length >= MAX_RINGS) break;
    const ring = shortestRing(name, uses);
    found.push(ring);
    ring.forEach((member) => done.add(member));
  }
  return found;
}

/** Returns the group of each query. Queries that reach each other share a group (Kosaraju's algorithm: linear in queries and uses). */
function groups(lineage: Lineage): Map<string, string> {
  const uses = new Map(lineage.map(({ name, uses }) => [name, uses]));
  const usedBy = new Map<string, string[]>(lineage.map(({ name }) => [name, []]));
  for (const { name, uses } of lineage) for (const other of uses) usedBy.get(other)?.push(name);
  const groupOf = new Map<string, string>();
  for (const name of lastFinishedFirst(uses)) {
    if (groupOf.has(name)) continue;
    const members = [name];
    groupOf.set(name, name);
    for (let at = 0; at < members.length; at++)
      for (const other of usedBy.get(members[at] as string) ?? []) {
        if (groupOf.has(other)) continue;
        groupOf.set(other, name);
        members.push(other);
      }
  }
  return groupOf;
}

/** Returns the queries in reverse order of completion, depth first. It does not call itself: a chain of queries may have thousands. */
function lastFinishedFirst(uses: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const start of uses.keys()) {
    if (seen.has(start)) continue;
    seen.add(start);
    const way = [{ name: start, next: 0 }];
    for (let at = way.at(-1); at; at = way.at(-1)) {
      const other = uses.get(at.name)?.[at.next++];
      if (other === undefined) finished.push((way.pop() as { name: string }).name);
      else if (!seen.has(other) && uses.has(other)) {
        seen.add(other);
        way.push({ name: other, next: 0 });
      }
    }
  }
  return finished.reverse();
}

/** Returns the shortest ring from a query of a group back to itself. */
function shortestRing(start: string, uses: ReadonlyMap<string, readonly string[]>): string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let next = 0; next < queue.length; next++) {
    const at = queue[next] as string;
    for (const other of uses.get(at) ?? []) {
      if (other === start) {
        const ring = [at];
        for (let back = at; back !== start;) ring.push((back = cameFrom.get(back) as string));
        return ring.reverse();
      }
      if (cameFrom.has(other)) continue;
      cameFrom.set(other, at);
      queue.push(other);
    }
  }
  return [start];
}
