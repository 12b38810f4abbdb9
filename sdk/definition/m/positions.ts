/** Returns a function that turns an offset into `line:column`. Both count from 1, as in editors. */
export function lineIndex(text: string): (offset: number) => string {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    for (let high = starts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return `${low + 1}:${offset - (starts[low] as number) + 1}`;
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** A stretch of a text: offset of the first code unit, and of the one after the last. */
export interface Span {
  start: number;
  end: number;
}

/** A stretch of a text, and the text that replaces it. */
export interface Edit extends Span {
  text: string;
}

/**
 * Returns the text with all edits. Everything between them stays as it was. Edits must not overlap; if two edits are equal, one is made.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const edit of sorted) {
    if (edit.start < at) continue;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
