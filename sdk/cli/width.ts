import { eastAsianWidth } from "get-east-asian-width";

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a reader takes for one character: a letter with its marks, an emoji of several parts. */
const graphemes = (text: string): string[] => Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);

/** Cells of a terminal: 2 for a wide character and for an emoji, 0 for a mark that stands alone. */
function cellsOf(grapheme: string): number {
  if (/^\p{M}/u.test(grapheme)) return 0;
  return grapheme.includes("\uFE0F") ? 2 : eastAsianWidth(grapheme.codePointAt(0)!);
}

const isPlain = (text: string): boolean => /^[\x20-\x7E]*$/.test(text);

/** How many cells a text takes in a terminal. */
export const widthOf = (text: string): number =>
  isPlain(text) ? text.length : graphemes(text).reduce((sum, grapheme) => sum + cellsOf(grapheme), 0);

/** The beginning of a text that fits into so many cells, with `…` if something is left out. */
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
