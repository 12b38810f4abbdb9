import type { RefreshStep } from "../document";

export interface ToRefresh {
  path: string;
  name: string;
  because: RefreshStep["because"];
}

/**
 * Returns the order of refreshes: each dataflow after those that it reads from. Dataflows that read from each other in a ring share one
 * stage.
 */
export function refreshOrder(
  dataflows: readonly ToRefresh[],
  reads: readonly { from: string; to: string }[],
): RefreshStep[] {
  const wanted = new Set(dataflows.map(({ path }) => path));
  const sourcesOf = new Map<string, Set<string>>(dataflows.map(({ path }) => [path, new Set()]));
  for (const { from, to } of reads) if (from !== to && wanted.has(from)) sourcesOf.get(to)?.add(from);
  const steps: RefreshStep[] = [];
  const left = new Map(dataflows.map((dataflow) => [dataflow.path, dataflow]));
  for (let stage = 1; left.size > 0; stage++) {
    const ready = [...left.values()].filter(
      ({ path }) => ![...(sourcesOf.get(path) ?? [])].some((from) => left.has(from)),
    );
    const now = ready.length > 0 ? ready : [...left.values()].filter(({ path }) => isInRing(path, sourcesOf, left));
    for (const { path, name, because } of now.sort((a, b) => (a.path < b.path ? -1 : 1))) {
      steps.push({ stage, path, name, because });
      left.delete(path);
    }
  }
  return steps;
}

/** True if the reads of a dataflow lead back to it, through those that are left. */
function isInRing(
  start: string,
  sourcesOf: ReadonlyMap<string, ReadonlySet<string>>,
  left: ReadonlyMap<string, unknown>,
): boolean {
  const seen = new Set<string>();
  const queue = [...(sourcesOf.get(start) ?? [])];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === start) return true;
    if (seen.has(at) || !left.has(at)) continue;
    seen.add(at);
    queue.push(...(sourcesOf.get(at) ?? []));
  }
  return false;
}
