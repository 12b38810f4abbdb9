import type { MemberFacts } from "./m/facts";
import { readsOutside } from "./m/library";
import type { Mashup, Query } from "./mashup";
import { isProblem } from "./mashup";
import { error, type Problem } from "../common/problem";

/** What one query takes and gives. */
export interface QueryLineage {
  name: string;
  /** The queries it uses, by name, in the order of the document. */
  uses: string[];
  /** Library functions by which it reads from outside the dataflow: `Sql.Database`, `Web.Contents`. */
  sources: string[];
  /** The queries that name the tables it is written to. */
  writesTo: string[];
  isFunction: boolean;
  isParameter: boolean;
}

export type Lineage = readonly QueryLineage[];

/** The lineage of all queries that can be parsed, in the order of the document. */
export async function lineageOf(mashup: Mashup): Promise<Lineage> {
  const header = await mashup.defaultDestination();
  const found: QueryLineage[] = [];
  for (const query of mashup.queries) {
    const facts = await mashup.facts(query);
    if (!isProblem(facts)) found.push(queryLineage(query, facts, mashup, header?.queryName));
  }
  return found;
}

export function queryLineage(
  query: Query,
  facts: MemberFacts,
  mashup: Mashup,
  defaultDestination: string | undefined,
): QueryLineage {
  const used = new Set(facts.references.map(({ name }) => name));
  const targets = facts.destinations.map(({ queryName }) => queryName);
  if (facts.bindsToDefaultDestination && defaultDestination !== undefined) targets.push(defaultDestination);
  return {
    name: query.name,
    uses: [...mashup.byName.keys()].filter((name) => used.has(name)),
    sources: [
      ...new Set(facts.calls.map(({ name }) => name).filter((name) => readsOutside(name) && !mashup.byName.has(name))),
    ].sort(),
    writesTo: [...new Set(targets)],
    isFunction: facts.isFunction,
    isParameter: facts.parameter !== undefined,
  };
}

/** All queries that depend on one of the given ones, through however many others, without these. */
export function dependentsOf(lineage: Lineage, names: Iterable<string>): string[] {
  const reached = new Set(names);
  const start = new Set(reached);
  for (let grown = true; grown;) {
    grown = false;
    for (const { name, uses, writesTo } of lineage) {
      if (reached.has(name) || ![...uses, ...writesTo].some((other) => reached.has(other))) continue;
      reached.add(name);
      grown = true;
    }
  }
  return lineage.map(({ name }) => name).filter((name) => reached.has(name) && !start.has(name));
}

/**
 * Rings of queries that use each other. A ring of functions alone is recursion, which M allows; any other cannot be evaluated.
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
          : `queries use each other in a ring: ${[...ring, ring[0]].join(" -> ")}; break it at one of them`,
      ),
    );
}

/** One ring for each group of queries that reach each other, each beginning with the first in the document. */
function rings(lineage: Lineage): string[][] {
  const uses = new Map(lineage.map((query) => [query.name, query.uses]));
  const done = new Set<string>();
  const found: string[][] = [];
  for (const { name } of lineage) {
    if (done.has(name)) continue;
    const ring = shortestRing(name, uses);
    if (!ring) continue;
    found.push(ring);
    ring.forEach((member) => done.add(member));
  }
  return found;
}

function shortestRing(start: string, uses: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const next of uses.get(at) ?? []) {
      if (next === start) {
        const ring = [at];
        for (let back = at; back !== start;) ring.unshift((back = cameFrom.get(back) as string));
        return ring;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}
