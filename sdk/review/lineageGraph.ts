import type { Lineage } from "../definition/lineage";
import type { LineageGraph, Mark, QueryChange, QueryRole } from "./document";
import type { Side } from "./side";

/** The most nodes: a picture with more does not help. */
const MAX_NODES = 40;

/** Returns the changed and affected queries, those that they use directly, and their destinations. Removed ones have those that they used. */
export function lineageGraph(
  before: Side | undefined,
  after: Side | undefined,
  changes: readonly QueryChange[],
  affected: readonly string[],
): LineageGraph {
  const marks = new Map<string, Mark>([
    ...affected.map((name) => [name, "affected"] as const),
    ...changes.flatMap(({ name, kind }) => {
      const mark = markOf(kind);
      return mark ? [[name, mark] as const] : [];
    }),
  ]);
  if (marks.size === 0) return { nodes: [], edges: [], left: 0 };
  const removed = new Set(changes.filter(({ kind }) => kind === "removed").map(({ name }) => name));
  const lineage: Lineage = [
    ...(after?.lineage ?? []),
    ...(before?.lineage ?? []).filter(({ name }) => removed.has(name)),
  ];
  const marked = lineage.filter(({ name }) => marks.has(name));
  const names = marked.flatMap(({ name, uses, writesTo }) => [name, ...uses, ...writesTo]);
  const all = [...new Set([...marks.keys(), ...names])];
  const shown = all.slice(0, MAX_NODES);
  const indexes = new Map(shown.map((name, index) => [name, index]));
  const edges: LineageGraph["edges"] = [];
  const edge = (from: string, to: string, kind: "uses" | "writes") => {
    const [a, b] = [indexes.get(from), indexes.get(to)];
    if (a !== undefined && b !== undefined) edges.push({ from: a, to: b, kind });
  };
  for (const { name, uses, writesTo } of lineage) {
    if (!marks.has(name)) continue;
    for (const used of uses) edge(used, name, "uses");
    for (const target of writesTo) edge(name, target, "writes");
  }
  return {
    nodes: shown.map((name) => {
      const mark = marks.get(name);
      return { name, role: roleOf(name, before, after), ...(mark && { mark }) };
    }),
    edges,
    left: all.length - shown.length,
  };
}

const markOf = (kind: QueryChange["kind"]): Mark | undefined =>
  kind === "reformatted" || kind === "follows" ? undefined : kind;

const roleOf = (name: string, before: Side | undefined, after: Side | undefined): QueryRole =>
  (after?.queries.get(name) ?? before?.queries.get(name))?.role ?? "query";
