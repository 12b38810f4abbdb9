/**
 * Ids of dataflows that this process replaces or has deleted. A definition that still names one as its source would
 * fail at its next run, or read a dataflow that is about to be deleted.
 */
const former = new Set<string>();

export const rememberFormerId = (id: string): void => void former.add(id.toLowerCase());

/** Returns the former ids in a text, with the line of each, counted from 1. */
export function formerIdsIn(text: string): { id: string; line: number }[] {
  if (former.size === 0) return [];
  const lower = text.toLowerCase();
  return [...former].flatMap((id) => {
    const at = lower.indexOf(id);
    return at < 0 ? [] : [{ id, line: lower.slice(0, at).split("\n").length }];
  });
}
