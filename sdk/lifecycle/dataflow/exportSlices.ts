/** The service names no limit; one response must not fill the memory. */
const MOST_ITEMS = 50;
const MOST_BYTES = 8 * 1024 * 1024;
/** Each can be a long-running operation: one after another they would take longer than single reads by many workers. */
const MOST_EXPORTS = 4;

export interface SliceFacts {
  /** Ids that somebody waits for. */
  waiting: readonly string[];
  /** Ids of the workspace's dataflows, in the order of the list. */
  listed: readonly string[];
  /** Ids that were read, or exported for somebody. */
  asked: ReadonlySet<string>;
  /** Ids that were exported, and that nobody has asked for yet. */
  kept: ReadonlySet<string>;
  /** Bytes of a definition, as far as they were seen. */
  definitionBytes: number;
}

/**
 * What to export at the same time, one list of ids for each request: what is waited for, and what follows it in the list, because a
 * refresh comes to it next. The workspace may hold dataflows that nobody here will ask for: no more are taken on trust than were asked for.
 */
export function exportSlices({ waiting, listed, asked, kept, definitionBytes }: SliceFacts): string[][] {
  const most = Math.max(1, Math.min(MOST_ITEMS, Math.floor(MOST_BYTES / Math.max(1, definitionBytes))));
  const slices: string[][] = [];
  for (let at = 0; at < waiting.length && slices.length < MOST_EXPORTS; at += most)
    slices.push(waiting.slice(at, at + most));
  const last = slices.at(-1) ?? [];
  const trusted = Math.max(0, Math.min(most - last.length, Math.min(asked.size, most) - kept.size));
  const from = listed.indexOf(last.at(-1) ?? "") + 1;
  const next = [...listed.slice(from), ...listed.slice(0, from)].filter((id) => !asked.has(id) && !kept.has(id));
  last.push(...next.slice(0, trusted));
  return slices;
}
