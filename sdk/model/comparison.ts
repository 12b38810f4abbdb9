import { error } from "../common/problem";
import { fields, listOf, oneOf, optional, required, text } from "./checks";
import type { Check } from "./keys";

/** Compares the rows of the live query with those of its new M, by key. */
export interface Comparison {
  /** Columns whose values together identify a row. Two rows must not have the same key. */
  key: string[];
  /**
   * How many live rows may be missing from the new ones: a number, or a share of the live rows as "5%". Left out: any
   * number.
   */
  maxRemoved?: number | string;
  /** How many rows may be new: a number, or a share of the live rows as "5%". Left out: any number. */
  maxAdded?: number | string;
  /** How many rows with the same key may differ: a number, or a share of the live rows as "5%". Left out: any number. */
  maxChanged?: number | string;
  /** Columns that are not compared, because they differ each time: `LoadedAt`. */
  ignore?: string[];
  /**
   * "same": names and types of the columns must not change, except those in `ignore`. Left out: only columns that both
   * sides have are compared, and a change of their types is no failure.
   */
  columns?: "same";
  /** A condition in M that narrows both sides: `[OrderDate] >= #date(2026, 1, 1)`. It folds if the query does. */
  where?: string;
  /**
   * The result if the service does not finish within its 90 seconds: "fail" (default), or "warn".
   * @default "fail"
   */
  onTimeout?: "fail" | "warn";
}

/** The result of a comparison: names of columns and counts, never values. */
export interface ComparisonResult {
  /** Live rows. */
  rowsBefore: number;
  /** Rows of the new M. */
  rowsAfter: number;
  /** Keys that only the live rows have. */
  removed: number;
  /** Keys that only the new rows have. */
  added: number;
  /** Rows with the same key that differ in some column. */
  changed: number;
  /** How many rows differ in a column, by column. */
  changedCells: { [column: string]: number };
  /** Columns that the new M lacks. */
  columnsRemoved?: string[];
  /** Columns that only the new M has. */
  columnsAdded?: string[];
  /** Columns whose type changed. */
  columnsRetyped?: string[];
}

const SHARE = /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/;

/** Returns how many rows a bound allows out of `ofRows`. */
export function allowedRows(bound: number | string, ofRows: number): number {
  if (typeof bound === "number") return bound;
  return Math.floor((Number(SHARE.exec(bound)?.[1] ?? 0) * ofRows) / 100 + 1e-9);
}

const bound: Check = (value, place) =>
  (typeof value === "number" && Number.isInteger(value) && value >= 0) ||
  (typeof value === "string" && SHARE.test(value) && parseFloat(value) <= 100)
    ? []
    : [error(place, 'must be a whole number of rows, or a share of the live rows such as "5%"')];

const columnNames =
  (least: number): Check =>
  (value, place) => {
    const problems = listOf("column names", text(1))(value, place);
    if (problems.length > 0 || !Array.isArray(value)) return problems;
    const twice = value.find((name, index) => value.indexOf(name) !== index) as string | undefined;
    if (twice !== undefined) return [error(place, "names a column twice")];
    return value.length < least ? [error(place, "names no column; name at least one")] : [];
  };

const form = fields<Comparison>('{ key: ["OrderId"], maxRemoved: 0 }', {
  key: required(columnNames(1)),
  maxRemoved: optional(bound),
  maxAdded: optional(bound),
  maxChanged: optional(bound),
  ignore: optional(columnNames(0)),
  columns: optional(oneOf("same")),
  where: optional(text(1)),
  onTimeout: optional(oneOf("fail", "warn")),
});

export const checkComparison: Check = (value, place) => {
  const problems = form(value, place);
  if (problems.length > 0) return problems;
  const { key, ignore = [] } = value as Comparison;
  return ignore.some((name) => key.includes(name)) ? [error(`${place}.ignore`, "names a column of the key")] : [];
};
