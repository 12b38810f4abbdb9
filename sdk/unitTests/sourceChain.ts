import type { Queries } from "./queries";

/** A place where rows stand in: a step of a query, or the whole query if there is no step. */
export interface Place {
  query: string;
  step?: string;
}

/** Returns the place as a case writes it: `Orders`, `Orders[Navigation]`. */
export const placeText = ({ query, step }: Place): string => (step === undefined ? query : `${query}[${step}]`);

/**
 * Returns where rows stand in for the sources of a query: the last steps that only find and decode a source's data, so
 * that every later step runs unchanged. Several places if the query reads several sources; the query itself if it has
 * no such step.
 */
export function endsOfSourceChains(queries: Queries, query: string): Place[] {
  const { steps, result } = queries.graph(query);
  if (result.free.some((name) => queries.isSource(name))) return [{ query }];
  const reads = readingSteps(queries, query);
  const ends = new Set<string>();
  const seen = new Set<string>();
  const left: (readonly string[])[] = [result.uses];
  for (let uses = left.pop(); uses; uses = left.pop())
    for (const name of uses) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (reads.has(name)) ends.add(name);
      else left.push(steps.get(name)?.uses ?? []);
    }
  return ends.size === 0 ? [{ query }] : [...ends].map((step) => ({ query, step }));
}

/** Returns the steps that name a source, and those that lead from there to the data. */
function readingSteps(queries: Queries, query: string): Set<string> {
  const { steps } = queries.graph(query);
  const touched = new Set<string>();
  const reads = new Set<string>();
  /** Reading steps with records and lists. Rows cannot stand in for these while a table follows. */
  const nested = new Set<string>();
  for (const name of inOrder(queries, query)) {
    const step = steps.get(name)!;
    const isOrigin = step.free.some((free) => queries.isSource(free));
    // Another query may hold only the connection: `Source = Database, Navigation = Source{[Item = "Orders"]}[Data]`.
    const isTouched =
      isOrigin ||
      step.uses.some((used) => touched.has(used)) ||
      step.free.some((free) => queries.has(free) && queries.reachesOutside(free));
    if (!isTouched) continue;
    touched.add(name);
    const fromReading = step.uses.some((used) => reads.has(used));
    const fromNested = step.uses.some((used) => nested.has(used));
    const { taking } = step;
    if (taking === "parses" || (fromNested && (taking === "picks" || taking === "opens" || taking === "unfolds")))
      nested.add(name);
    const goesOn =
      taking === "opens" ||
      taking === "decodes" ||
      taking === "parses" ||
      (taking === "passes" && fromReading) ||
      (taking === "calls" && fromReading && step.uses.some((used) => steps.get(used)?.opensWithin)) ||
      nested.has(name);
    if (isOrigin || goesOn) reads.add(name);
  }
  return reads;
}

/** Returns the steps of a query, each after those that it uses. Steps in a cycle have any order. */
function inOrder(queries: Queries, query: string): string[] {
  const { steps } = queries.graph(query);
  const order: string[] = [];
  const seen = new Set<string>();
  for (const root of steps.keys()) {
    const left: { name: string; isDone: boolean }[] = [{ name: root, isDone: false }];
    for (let at = left.pop(); at; at = left.pop()) {
      if (at.isDone) order.push(at.name);
      else if (!seen.has(at.name)) {
        seen.add(at.name);
        left.push({ name: at.name, isDone: true });
        for (const used of steps.get(at.name)?.uses ?? []) left.push({ name: used, isDone: false });
      }
    }
  }
  return order;
}
