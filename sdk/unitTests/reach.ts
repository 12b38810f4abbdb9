import { mayReachOutside } from "../definition/m/library";
import type { Node } from "../definition/m/stepGraph";
import type { Queries } from "./queries";
import type { Place } from "./sourceChain";

/** Where what a query needs is still read from outside the document. */
export interface OpenSource extends Place {
  /** The name of the library by which it is read. */
  function: string;
}

/** What evaluating a query takes. */
export interface Reach {
  /** By query, the steps that are needed; in the order in which they were come to. */
  steps: ReadonlyMap<string, ReadonlySet<string>>;
  open: readonly OpenSource[];
}

/** What rows stand in for, so that nothing behind it is needed. */
export interface StandIns {
  /** Whether the whole query is replaced. */
  hasQuery(query: string): boolean;
  hasStep(query: string, step: string): boolean;
}

/** All that evaluating a query comes to, without what others stand in for. A step that nothing names is never evaluated: M is lazy. */
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
