import { harmless } from "../common/harmless";
/** A column of a table: how it is called, and whether its cells are cut where the line gets too long. */
export interface Column {
  name: string;
  align?: "right";
  /** The least width that it is cut to; undefined: never cut. */
  shrinksTo?: number;
}

const GAP = "  ";

/** Lines of a table. Cells are data, and made harmless. They are cut, the widest first, where a line would have more than `width` characters; without `width` nothing is. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width?: number): string[] {
  const all = [columns.map(({ name }) => harmless(name).toUpperCase()), ...rows.map((row) => row.map(harmless))];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => lengthOf(row[index] ?? ""))));
  shrink(columns, widths, width);
  return all.map((row) =>
    columns
      .map(({ align }, index) => {
        const cell = cut(row[index] ?? "", widths[index] ?? 0);
        const space = " ".repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(cell)));
        return align === "right" ? space + cell : cell + space;
      })
      .join(GAP)
      .trimEnd(),
  );
}

function shrink(columns: readonly Column[], widths: number[], width: number | undefined): void {
  if (width === undefined) return;
  const total = () => widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1);
  while (total() > width) {
    const candidates = widths
      .map((each, index) => ({ each, index }))
      .filter(({ each, index }) => each > (columns[index]?.shrinksTo ?? Infinity))
      .sort((a, b) => b.each - a.each);
    const [widest] = candidates;
    if (!widest) return;
    widths[widest.index] = widest.each - 1;
  }
}

/** What a reader counts as characters. */
const lengthOf = (text: string): number => [...text].length;

export const cut = (text: string, width: number): string =>
  lengthOf(text) <= width
    ? text
    : `${[...text]
        .slice(0, Math.max(0, width - 1))
        .join("")
        .trimEnd()}…`;

/** Lines of at most `width` characters, broken at spaces; one line without `width`. */
export function wrap(text: string, width?: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && (width === undefined || lengthOf(line) + 1 + lengthOf(word) <= width))
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
