import { isObject } from "../common/objects";
import { error } from "../common/problem";
import {
  checkAccepted,
  checkBetween,
  checkFreshness,
  checkRelationships,
  type Bounds,
  type Freshness,
  type Relationship,
} from "./bounds";
import { checkComparison, type Comparison, type ComparisonResult } from "./comparison";
import { duration, fields, flag, listOf, mapOf, oneOf, optional, text } from "./checks";
import type { Check } from "./keys";

/** What the rows of a query must be like. */
export interface Expectation {
  /** What the expectation is called in results, where a query has several. */
  name?: string;
  /** "error" (default): the definition does not go live. "warn": it is told, and stops nothing. */
  severity?: "error" | "warn";
  /** At least this many rows. */
  minRows?: number;
  /** At most this many rows. */
  maxRows?: number;
  /** Columns that must be there, with their types. */
  columns?: { [column: string]: ColumnType };
  /** True: no error in any cell of these rows. */
  noErrors?: boolean;
  /** Columns without null. */
  notNull?: string[];
  /** Columns in which no value occurs twice. */
  unique?: string[];
  /** Values that a column may have, by column. Counted over all rows, or over `rows`; null is not judged. */
  accepted?: { [column: string]: (string | number | boolean)[] };
  /** The least and the most, by column. Counted over all rows, or over `rows`; null is not judged. */
  between?: { [column: string]: Bounds };
  /** Values that must occur in another query. Counted over all rows, or over `rows`. */
  relationship?: Relationship | Relationship[];
  /** How old the newest time of a column may be. */
  freshness?: Freshness;
  /**
   * How many rows are looked at, from the first. What is counted looks at all rows, unless this is given.
   * @default 1000
   */
  rows?: number;
  /** How long the query may take, at most "90s", which is Fabric's own limit and the default. */
  timeout?: string;
  /**
   * Before another M is written: both forms are evaluated in one document, on the live sources, and their rows are compared by key. Only counts
   * come back.
   */
  compare?: Comparison;
}

/** What a data test came to. */
export interface TestResult {
  /** The query's name. */
  query: string;
  /** What the expectation is called, where it has a name. */
  name?: string;
  /** Rows seen, of those that were asked for. */
  rows: number;
  /** How long the evaluation took, in milliseconds. */
  durationMs: number;
  /** Whether the rows were as expected. "warned": not, and its severity is "warn". */
  outcome: "passed" | "failed" | "warned";
  /** What was not as expected: columns, counts and row numbers, never values. */
  failures?: string[];
  /** What was found beside that and fails nothing. */
  warnings?: string[];
  /** What the comparison with the live M found: columns and counts. */
  compared?: ComparisonResult;
}

/** Names of column types. */
export const COLUMN_TYPES = [
  "text",
  "logical",
  "int8",
  "int16",
  "int32",
  "int64",
  "integer",
  "number",
  "double",
  "decimal",
  "date",
  "time",
  "datetime",
  "datetimezone",
  "duration",
  "binary",
  "any",
] as const;
/** The name of a column's type, as M calls it. Integers and decimals of any width count under the general name, too. */
export type ColumnType = (typeof COLUMN_TYPES)[number];

const wholeRows =
  (least: number): Check =>
  (value, place) =>
    Number.isInteger(value) && (value as number) >= least ? [] : [error(place, "must be a whole number of rows")];
const columnNames: Check = (value, place) =>
  Array.isArray(value)
    ? listOf("column names", text())(value, place)
    : [error(place, "must be a list of column names")];

const columnType: Check = (value, place) =>
  (COLUMN_TYPES as readonly unknown[]).includes(value)
    ? []
    : [error(place, `must be one of ${COLUMN_TYPES.join(", ")}`)];

const expectation = fields<Expectation>("an expectation such as { minRows: 1 }", {
  name: optional(text(1, 100)),
  severity: optional(oneOf("error", "warn")),
  accepted: optional(checkAccepted),
  between: optional(checkBetween),
  relationship: optional(checkRelationships),
  freshness: optional(checkFreshness),
  minRows: optional(wholeRows(0)),
  maxRows: optional(wholeRows(0)),
  rows: optional(wholeRows(1)),
  columns: optional(mapOf("column name to type", columnType)),
  noErrors: optional(flag),
  notNull: optional(columnNames),
  unique: optional(columnNames),
  timeout: optional(duration),
  compare: optional(checkComparison),
});

/** Each is an evaluation of up to 90 seconds, one after the other. */
const MOST_TESTS = 1_000;
const several: Check = (value, place) =>
  Array.isArray(value) && value.length === 0
    ? [error(place, "has no expectation")]
    : listOf("expectations", expectation)(value, place);
const testsByQuery = mapOf("query name to expectation", (value, place) =>
  Array.isArray(value) ? several(value, place) : expectation(value, place),
);

/** The form of the argument `tests`; whether its queries exist is known with the definition. */
export const checkTests: Check = (value, place) => {
  const count = isObject(value) ? Object.keys(value).length : 0;
  return count > MOST_TESTS
    ? [error(place, `has ${count} entries; ${MOST_TESTS} are the most`)]
    : testsByQuery(value, place);
};

/** A query has one expectation, or several. */
export type Expectations = Expectation | Expectation[];

export const expectationsOf = (given: Expectations | undefined): Expectation[] =>
  Array.isArray(given) ? given : given === undefined ? [] : [given];
