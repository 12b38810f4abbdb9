import { problemText } from "../common/problem";
import { UsageError } from "../common/usageError";
import { mayReachOutside } from "../definition/m/library";
import { stepGraphOf, type StepGraph } from "../definition/m/stepGraph";
import { isProblem, type Mashup, type Query } from "../definition/mashup";

/** The queries of a mashup, by step. Each is read when it is first needed. */
export class Queries {
  private readonly graphs = new Map<string, StepGraph>();
  private reaching: ReadonlySet<string> | undefined;

  private constructor(
    readonly mashup: Mashup,
    private readonly unread: ReadonlyMap<string, string>,
  ) {}

  /** A query that cannot be read is an error only if a test needs it. */
  static async of(mashup: Mashup): Promise<Queries> {
    const unread = new Map<string, string>();
    for (const query of mashup.byName.values()) {
      const facts = await mashup.facts(query);
      if (isProblem(facts)) unread.set(query.name, problemText(facts));
    }
    return new Queries(mashup, unread);
  }

  has(name: string): boolean {
    return this.mashup.byName.has(name);
  }

  query(name: string): Query {
    return this.mashup.byName.get(name) as Query;
  }

  /** Throws a UsageError if the query cannot be read. */
  graph(name: string): StepGraph {
    const known = this.graphs.get(name);
    if (known) return known;
    const why = this.unread.get(name);
    if (why !== undefined) throw new UsageError(why);
    const graph = stepGraphOf(this.mashup.textOf(this.query(name)));
    this.graphs.set(name, graph);
    return graph;
  }

  /** True if a query reads a source, itself or through the queries that it uses. */
  reachesOutside(name: string): boolean {
    return (this.reaching ??= this.findReaching()).has(name);
  }

  /**
   * True if a free name of an expression is a source: a library function, or a function of the document that reads a
   * source.
   */
  isSource(name: string): boolean {
    if (!this.has(name)) return mayReachOutside(name);
    return this.reachesOutside(name) && this.graph(name).isFunction;
  }

  private findReaching(): Set<string> {
    const usedBy = new Map<string, string[]>();
    const reaching = new Set<string>();
    for (const name of this.mashup.byName.keys()) {
      if (this.unread.has(name)) continue;
      const { steps, result } = this.graph(name);
      for (const { free } of [...steps.values(), result])
        for (const used of free)
          if (this.has(used)) add(usedBy, used, name);
          else if (mayReachOutside(used)) reaching.add(name);
    }
    for (const name of reaching) for (const user of usedBy.get(name) ?? []) reaching.add(user);
    return reaching;
  }
}

function add(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
