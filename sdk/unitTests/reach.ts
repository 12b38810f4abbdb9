import { mayReachOutside } from "../definition/m/library";
import type { Node } from "../definition/m/stepGraph";
import type { Queries } from "./queries";
import type { Place } from "./sourceChain";

/** A place at which the needed queries still read a source. */
export interface OpenSource extends Place {
  /** The library function that reads it. */
  function: string;
}

/** The steps that the evaluation of a query needs, and the sources that it would still read. */
export interface Reach {
  /** The needed steps by query, in the order in which they were found. */
  steps: ReadonlyMap<string, ReadonlySet<string>>;
  open: readonly OpenSource[];
}

/** The places that rows stand in for. Nothing that they use is needed. */
export interface StandIns {
  /** True if the whole query is replaced. */
  hasQuery(query: string): boolean;
  hasStep(query: string, step: string): boolean;
}

/**
 * Returns everything that evaluating a query needs, except what rows stand in for. M is lazy: a step that nothing names
 * is never evaluated.
 */
export function reachOf(queries: Queries, query: string, standIns: StandIns): Reach {
  const steps = new Map<string, Set<string>>();
  const open: OpenSource[] = [];
  const left = [query];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (steps.has(name)) continue;
    const needed = new Set<string>();
    steps.set(name, needed);
    if (standIns.hasQuery(name)) continue;
    const graph = queries.graph(name);
    const nodes: { step: string | undefined; node: Node }[] = [{ step: undefined, node: graph.result }];
    for (let at = nodes.pop(); at; at = nodes.pop()) {
      for (const free of at.node.free)
        if (queries.has(free)) left.push(free);
        else if (mayReachOutside(free))
          open.push({ query: name, ...(at.step !== undefined && { step: at.step }), function: free });
      for (const used of at.node.uses) {
        if (needed.has(used)) continue;
        needed.add(used);
        if (!standIns.hasStep(name, used)) nodes.push({ step: used, node: graph.steps.get(used)! });
      }
    }
  }
  return { steps, open };
}
