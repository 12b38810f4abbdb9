import { eastAsianWidth } from "get-east-asian-width";

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Returns what a reader sees as single characters: a letter with its marks, an emoji of several parts. */
const graphemes = (text: string): string[] => Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);

/** Returns the cells in a terminal: 2 for a wide character or an emoji, 0 for a lone mark. */
function cellsOf(grapheme: string): number {
  if (/^\p{M}/u.test(grapheme)) return 0;
  return grapheme.includes("\uFE0F") ? 2 : eastAsianWidth(grapheme.codePointAt(0)!);
}

const isPlain = (text: string): boolean => /^[\x20-\x7E]*$/.test(text);

/** Returns how many cells a text takes in a terminal. */
export const widthOf = (text: string): number =>
  isPlain(text) ? text.length : graphemes(text).reduce((sum, grapheme) => sum + cellsOf(grapheme), 0);

/** Returns the beginning of a text that fits into `width` cells, with `…` if something is left out. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shown = "";
  let cells = 1;
  for (const grapheme of graphemes(text)) {
    cells += cellsOf(grapheme);
    if (cells > width) break;
    shown += grapheme;
  }
  return `${shown.trimEnd()}…`;
}
