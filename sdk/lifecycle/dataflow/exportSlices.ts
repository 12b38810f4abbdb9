/** The service documents no limit. A response must not fill the memory. */
const MAX_ITEMS = 50;
const MAX_BYTES = 8 * 1024 * 1024;
/**
 * Each export may be a long-running operation. One after another they would take longer than single reads by many
 * workers.
 */
const MAX_EXPORTS = 4;
/** Exports for reads that have not come yet stay in memory until they do. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;
/**
 * The workspace may hold dataflows that nobody reads. The engine reads in any order, eight at a time on a machine with
 * two cores. With fewer neighbours, 500 reads would need 22 exports. With three they need at most 12.
 */
const NEIGHBOURS_FOR_EACH_READ = 3;

export interface SliceFacts {
  /** Ids of reads that wait. */
  waiting: readonly string[];
  /** Ids of the workspace's dataflows, in the order of the list. */
  listed: readonly string[];
  /** Ids that were read or exported for a read. */
  requested: ReadonlySet<string>;
  /** Ids that were exported and not read yet. */
  kept: ReadonlySet<string>;
  /** Average size of a definition in bytes, from those seen so far. */
  definitionBytes: number;
}

/**
 * Returns what to export at the same time, one list of ids for each request: the ids that wait, and those nearest to
 * them in the list, because a refresh may read these next.
 */
export function exportSlices({ waiting, listed, requested, kept, definitionBytes }: SliceFacts): string[][] {
  const fitting = (bytes: number) => Math.floor(bytes / Math.max(1, definitionBytes));
  const most = Math.max(1, Math.min(MAX_ITEMS, fitting(MAX_BYTES)));
  const slices: string[][] = [];
  for (let at = 0; at < waiting.length && slices.length < MAX_EXPORTS; at += most)
    slices.push(waiting.slice(at, at + most));
  const last = slices.at(-1) ?? [];
  const maxKept = Math.min(requested.size * NEIGHBOURS_FOR_EACH_READ, fitting(MAX_KEPT_BYTES));
  const neighbours = Math.max(0, Math.min(most - last.length, maxKept - kept.size));
  last.push(
    ...nearest(listed, listed.indexOf(last.at(-1) ?? ""), neighbours, (id) => !requested.has(id) && !kept.has(id)),
  );
  return slices;
}

/**
 * Returns up to `count` entries of a list that fit, the nearest to an index first, and the later one of two at the same
 * distance.
 */
function nearest(list: readonly string[], index: number, count: number, fits: (id: string) => boolean): string[] {
  const found: string[] = [];
  for (let away = 1; away < list.length + 1 && found.length < count; away++)
    for (const id of [list[index + away], list[index - away]]) if (id !== undefined && fits(id)) found.push(id);
  return found.slice(0, count);
}
