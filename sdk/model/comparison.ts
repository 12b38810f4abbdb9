import { error } from "../common/problem";
import { fields, listOf, oneOf, optional, required, text } from "./checks";
import type { Check } from "./keys";

/** A comparison of the rows that a query gives now with those that its new M gives, by key. */
export interface Comparison {
  /** Columns whose values together name a row. No two rows may have the same. */
  key: string[];
  /** How many keys of now may be missing then: a number, or a share of the rows of now, as "5%". Left out: any. */
  maxRemoved?: number | string;
  /** How many keys may be new: a number, or a share of the rows of now. Left out: any. */
  maxAdded?: number | string;
  /** How many rows of the same key may differ in some column: a number, or a share of the rows of now. Left out: any. */
  maxChanged?: number | string;
  /** Columns that are not compared, because they differ each time: `LoadedAt`. */
  ignore?: string[];
  /** "same": names and types of the columns must be as they are, `ignore` left out. Left out: only columns that both have are compared. */
  columns?: "same";
  /** A condition of M that narrows both sides: `[OrderDate] >= #date(2026, 1, 1)`. It folds where the query does. */
  where?: string;
  /** What it means that the service did not compare within its 90 seconds: "fail" (default), or "warn". */
  onTimeout?: "fail" | "warn";
}

/** What a comparison found. Names of columns and counts, never values. */
export interface ComparisonResult {
  /** Rows of now. */
  rowsBefore: number;
  /** Rows that the new M gives. */
  rowsAfter: number;
  /** Keys that are gone. */
  removed: number;
  /** Keys that are new. */
  added: number;
  /** Rows of the same key that differ in some column. */
  changed: number;
  /** By column, how many rows differ in it. */
  changedCells: { [column: string]: number };
  /** Columns that the new M does not give. */
  columnsRemoved?: string[];
  /** Columns that only the new M gives. */
  columnsAdded?: string[];
  /** Columns that have another type. */
  columnsRetyped?: string[];
}

const SHARE = /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/;

/** The most rows that a bound allows, of so many rows. */
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
    return value.length < least ? [error(place, "names no column")] : [];
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
