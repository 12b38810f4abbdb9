import { groupBy } from "../../common/groupBy";
import { queryRead } from "./outputs";
import type { Node } from "./node";

/** A query of one dataflow that reads a query of another, directly or from the table that it is written to. */
export interface Read {
  from: Node;
  query: string;
  to: Node;
  reader: string;
  through: "dataflow" | "table";
}

/** Returns every read of the given dataflows, and then of those that read them, and so on. */
export async function readsFrom(starts: readonly Node[], all: readonly Node[]): Promise<Read[]> {
  const reads: Read[] = [];
  const seen = new Set(starts);
  const queue = [...starts];
  for (let from = queue.shift(); from !== undefined; from = queue.shift()) {
    const outputs = await from.outputs();
    for (const to of all) {
      if (to === from || !to.mayRead(outputs)) continue;
      const found = (await to.reads()).flatMap(({ query: reader, references }) =>
        references.flatMap((reference) => {
          const read = queryRead(reference, outputs);
          return read ? [{ from: from as Node, to, reader, ...read }] : [];
        }),
      );
      reads.push(...found);
      if (found.length === 0 || seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return reads;
}

/**
 * Returns the queries that a change reaches through these reads, by dataflow. `touched`: the changed queries, which are included.
 */
export async function reach(
  touched: ReadonlyMap<Node, ReadonlySet<string>>,
  reads: readonly Read[],
): Promise<Map<Node, Set<string>>> {
  const reached = new Map([...touched].map(([node, queries]) => [node, lower(queries)]));
  const names = new Map<Node, Set<string>>([...touched].map(([node, queries]) => [node, new Set(queries)]));
  for (let grown = true; grown;) {
    const next = reads.filter(
      ({ from, query, to, reader }) =>
        isReached(reached.get(from), query) && !reached.get(to)?.has(reader.toLowerCase()),
    );
    for (const [to, found] of groupBy(next, (read) => read.to))
      for (const name of await to.withDependents(found.map(({ reader }) => reader))) {
        names.set(to, (names.get(to) ?? new Set()).add(name));
        reached.set(to, (reached.get(to) ?? new Set()).add(name.toLowerCase()));
      }
    grown = next.length > 0;
  }
  return names;
}

/** True if a read reads one of these queries, which are in lower case. `*` means that the M names the dataflow and not its query. */
export const isReached = (queries: ReadonlySet<string> | undefined, query: string): boolean =>
  queries !== undefined && (query === "*" ? queries.size > 0 : queries.has(query.toLowerCase()));

export const lower = (names: ReadonlySet<string>): Set<string> => new Set([...names].map((name) => name.toLowerCase()));
