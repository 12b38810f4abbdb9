import type { ItemReference } from "./m/itemReferences";
import { isProblem, type Mashup, type Query } from "./mashup";

/** A reference to an item, and the query that holds it. */
export interface Located {
  query: Query;
  reference: ItemReference;
}

/** The workspaces that the queries of a document navigate to, and the queries that reach them through others. */
export class WorkspacesBehind {
  private constructor(
    private readonly byQuery: ReadonlyMap<string, readonly Located[]>,
    private readonly nearest: ReadonlyMap<string, string>,
  ) {}

  static async of(mashup: Mashup, located: readonly Located[]): Promise<WorkspacesBehind> {
    const byQuery = new Map<string, Located[]>();
    for (const one of located) {
      if (one.reference.kind !== "workspace") continue;
      const others = byQuery.get(one.query.name);
      if (others) others.push(one);
      else byQuery.set(one.query.name, [one]);
    }
    const isAsked = byQuery.size > 0 && located.some(({ reference }) => reference.from !== undefined);
    return new WorkspacesBehind(byQuery, isAsked ? await nearestOf(mashup, [...byQuery.keys()]) : new Map());
  }

  /** Returns the workspace of a navigation that begins in another query, directly or through more. Undefined unless there is exactly one. */
  behind(from: string | undefined): Located | undefined {
    const there = from === undefined ? undefined : this.byQuery.get(this.nearest.get(from) ?? "");
    return there?.length === 1 ? there[0] : undefined;
  }
}

/**
 * Returns the nearest of these queries for each query that uses one of them, directly or through others. Of several, the first name is used.
 * The search starts at these queries and runs once, because a chain of thousands of queries may begin in thousands of places.
 */
async function nearestOf(mashup: Mashup, names: readonly string[]): Promise<Map<string, string>> {
  const uses = new Map<string, string[]>();
  const usedBy = new Map<string, string[]>();
  for (const query of mashup.byName.values()) {
    const facts = await mashup.facts(query);
    if (isProblem(facts)) continue;
    const used = facts.references.map(({ name }) => name).filter((name) => mashup.byName.has(name));
    uses.set(query.name, used);
    for (const name of used) if (usedBy.get(name)?.push(query.name) === undefined) usedBy.set(name, [query.name]);
  }
  const found = new Map(names.map((name) => [name, { name, steps: 0 }]));
  for (let [reached, steps] = [[...names], 1]; reached.length > 0; steps++) {
    const next = new Set(reached.flatMap((name) => usedBy.get(name) ?? []).filter((name) => !found.has(name)));
    for (const user of next) {
      const through = (uses.get(user) ?? []).find((name) => found.get(name)?.steps === steps - 1);
      found.set(user, { name: found.get(through ?? "")?.name ?? "", steps });
    }
    reached = [...next];
  }
  return new Map([...found].map(([user, { name }]) => [user, name]));
}
