import type { MemberFacts } from "./m/facts";
import { readsOutside } from "./m/library";
import type { Problem } from "../common/problem";
import type { Mashup, Query } from "./mashup";
import { isProblem } from "./mashup";

/** The inputs and outputs of one query. */
export interface QueryLineage {
  name: string;
  /** Names of the queries that it uses, in the order of the document. */
  uses: string[];
  /** Library functions with which it reads from outside the dataflow: `Sql.Database`, `Web.Contents`. */
  sources: string[];
  /** Names of the queries that name the tables to which it is written. */
  writesTo: string[];
  isFunction: boolean;
  isParameter: boolean;
}

export type Lineage = readonly QueryLineage[];

/** Returns the lineage of all queries that can be parsed, in the order of the document. */
export async function lineageOf(mashup: Mashup): Promise<Lineage> {
  const header = await mashup.defaultDestination();
  const found: QueryLineage[] = [];
  for (const query of mashup.queries) {
    const facts = await mashup.facts(query);
    if (!isProblem(facts)) found.push(queryLineage(query, facts, mashup, header?.queryName));
  }
  return found;
}

/** Returns a problem for each query that cannot be read and is missing in the lineage, in the order of the document. */
export async function unreadQueries(mashup: Mashup): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const query of mashup.queries) {
    const facts = await mashup.facts(query);
    if (isProblem(facts)) found.push(facts);
  }
  return found;
}

export function queryLineage(
  query: Query,
  facts: MemberFacts,
  mashup: Mashup,
  defaultDestination: string | undefined,
): QueryLineage {
  const used = facts.references.flatMap(({ name }) => mashup.byName.get(name) ?? []);
  const targets = facts.destinations.map(({ queryName }) => queryName);
  if (facts.bindsToDefaultDestination && defaultDestination !== undefined) targets.push(defaultDestination);
  return {
    name: query.name,
    uses: [...new Set(used.sort((a, b) => a.start - b.start).map(({ name }) => name))],
    sources: [
      ...new Set(facts.calls.map(({ name }) => name).filter((name) => readsOutside(name) && !mashup.byName.has(name))),
    ].sort(),
    writesTo: [...new Set(targets.map((name) => mashup.find(name)?.name ?? name))],
    isFunction: facts.isFunction,
    isParameter: facts.parameter !== undefined,
  };
}

/** Returns the queries that depend on one of the given ones, directly or through others. The given ones are not among them. */
export function dependentsOf(lineage: Lineage, names: Iterable<string>): string[] {
  const usedBy = new Map<string, string[]>();
  for (const { name, uses, writesTo } of lineage)
    for (const other of [...uses, ...writesTo]) {
      const users = usedBy.get(other);
      if (users) users.push(name);
      else usedBy.set(other, [name]);
    }
  const start = new Set(names);
  const reached = new Set(start);
  for (const name of reached) for (const user of usedBy.get(name) ?? []) reached.add(user);
  return lineage.map(({ name }) => name).filter((name) => reached.has(name) && !start.has(name));
}
