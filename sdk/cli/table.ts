import { harmless } from "../common/harmless";
import { cut, widthOf } from "./width";

/** A column of a table: its name, and how far its cells may be cut. */
export interface Column {
  name: string;
  /** True if the name is data, such as a column's name in M: it keeps its case. */
  isData?: true;
  align?: "right";
  /** The least width that it may be cut to. Undefined: never cut. */
  shrinksTo?: number;
}

const GAP = "  ";

/**
 * Returns the lines of a table. Cells are data, so they are made harmless. If a line would take more than `width`
 * cells, columns are cut, the widest first. Without `width` nothing is cut.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width?: number): string[] {
  const all = [
    columns.map(({ name, isData }) => (isData ? harmless(name) : harmless(name).toUpperCase())),
    ...rows.map((row) => row.map(harmless)),
  ];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => widthOf(row[index] ?? ""))));
  shrink(columns, widths, width);
  return all.map((row) =>
    columns
      .map(({ align }, index) => {
        const cell = cut(row[index] ?? "", widths[index] ?? 0);
        const space = " ".repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)));
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

/** Returns lines of at most `width` cells, broken at spaces; one line without `width`. */
export function wrap(text: string, width?: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && (width === undefined || widthOf(line) + 1 + widthOf(word) <= width))
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Wraps each line of a text. An indented line has a layout of its own, and stays. */
export const wrapLines = (text: string, width?: number): string[] =>
  text.split("\n").flatMap((line) => (/^\s/.test(line) ? [line] : wrap(line, width)));
