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
  /** True if the column is left out of a table that does not fit otherwise. */
  isOptional?: true;
}

const GAP = "  ";

/**
 * Returns the lines of a table. Cells are data, so they are made harmless. If a line would take more than `width`
 * cells, columns are cut, the widest first, and then optional ones left out, the last first. Without `width` nothing is.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width?: number): string[] {
  const all = [
    columns.map(({ name, isData }) => (isData ? harmless(name) : harmless(name).toUpperCase())),
    ...rows.map((row) => row.map(harmless)),
  ];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => widthOf(row[index] ?? ""))));
  shrink(columns, widths, width);
  if (width !== undefined && total(widths) > width) {
    const left = columns.findLastIndex(({ isOptional }) => isOptional);
    const without = <T>(list: readonly T[]): T[] => list.filter((_, index) => index !== left);
    if (left >= 0) return table(without(columns), rows.map(without), width);
  }
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

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1);

function shrink(columns: readonly Column[], widths: number[], width: number | undefined): void {
  if (width === undefined) return;
  while (total(widths) > width) {
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

/** Wraps each line of a text. An indented line and JSON have a layout of their own, and stay. */
export const wrapLines = (text: string, width?: number): string[] =>
  text.split("\n").flatMap((line) => (/^[\s{]/.test(line) ? [line] : wrap(line, width)));

/** Breaks a line that may be indented. Further lines begin 2 cells farther in. */
export function hanging(line: string, width?: number): string[] {
  const [indent = ""] = /^ */.exec(line) ?? [];
  return beside(indent, line.slice(indent.length), width, indent.length + 2);
}

/** Returns a label with a text beside it. Further lines of the text begin `indent` cells in. Default: below its first line. */
export function beside(label: string, text: string, width?: number, indent = widthOf(label)): string[] {
  if (width === undefined || widthOf(label) + widthOf(text) <= width) return [label + text];
  // The first line may have less room than the others. A placeholder takes what the label takes.
  const hole = "x".repeat(Math.max(0, widthOf(label) - indent));
  const [first = "", ...more] = wrap(hole + text, Math.max(20, width - indent));
  return [label + first.slice(hole.length), ...more.map((line) => " ".repeat(indent) + line)];
}
