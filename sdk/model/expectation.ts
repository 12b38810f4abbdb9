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

/** The expected rows of a query. */
export interface Expectation {
  /** The expectation's name in results. Needed if a query has several. */
  name?: string;
  /**
   * "error" (default): the definition does not go live. "warn": a warning, and the definition goes live.
   * @default "error"
   */
  severity?: "error" | "warn";
  /** The least number of rows. */
  minRows?: number;
  /** The greatest number of rows. */
  maxRows?: number;
  /** Columns that must exist, with their types. */
  columns?: { [column: string]: ColumnType };
  /** True: no cell of the first rows may be an error. `minRows`, `maxRows`, `columns`, `notNull` and `unique` include this. */
  noErrors?: boolean;
  /** Columns that must not contain null. Counted over all rows, or over `rows`. */
  notNull?: string[];
  /** Columns in which no value may occur twice. Counted over all rows, or over `rows`. Null is not checked. */
  unique?: string[];
  /** The values that a column may have, by column. Counted over all rows, or over `rows`. Null is not checked. */
  accepted?: { [column: string]: (string | number | boolean)[] };
  /** The least and the greatest value, by column. Counted over all rows, or over `rows`. Null is not checked. */
  between?: { [column: string]: Bounds };
  /** Columns whose values must occur in another query. Counted over all rows, or over `rows`. */
  relationship?: Relationship | Relationship[];
  /** How old the newest time of a column may be. */
  freshness?: Freshness;
  /**
   * How many rows are checked, from the first. If this is not set, the values of a column are counted over all rows, and the first 1000 rows are
   * counted and searched for errors (more if `minRows` or `maxRows` needs more).
   */
  rows?: number;
  /**
   * How long the query may take: at most "90s", Fabric's own limit.
   * @default "90s"
   */
  timeout?: string;
  /**
   * Compares live and new rows before another M is written. Both forms of the query are evaluated in one document on
   * the live sources, and their rows are compared by key. Only counts are returned.
   */
  compare?: Comparison;
}

/** The result of a data test. */
export interface TestResult {
  /** The query's name. */
  query: string;
  /** The expectation's name, if it has one. */
  name?: string;
  /** How many rows were counted. The query may have more. */
  rows: number;
  /** How long the evaluation took, in milliseconds. */
  durationMs: number;
  /**
   * "passed": the rows were as expected. "failed": they were not. "warned": they were not, and the severity is "warn".
   */
  outcome: "passed" | "failed" | "warned";
  /** Why the test failed: columns and counts, never values. */
  failures?: string[];
  /** Findings that do not fail the test. */
  warnings?: string[];
  /** The result of the comparison with the live M: columns and counts. */
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
/** The name of a column's type in M. "integer" and "decimal" match any width. */
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

/** Each test is an evaluation of up to 90 seconds, and they run one after the other. */
const MAX_TESTS = 1_000;
const several: Check = (value, place) =>
  Array.isArray(value) && value.length === 0
    ? [error(place, "has no expectation")]
    : listOf("expectations", expectation)(value, place);
const testsByQuery = mapOf("query name to expectation", (value, place) =>
  Array.isArray(value) ? several(value, place) : expectation(value, place),
);

/** Checks the form of the argument `tests`. Whether its queries exist is checked with the definition. */
export const checkTests: Check = (value, place) => {
  const count = isObject(value) ? Object.keys(value).length : 0;
  return count > MAX_TESTS
    ? [error(place, `has ${count} entries; ${MAX_TESTS} are the most`)]
    : testsByQuery(value, place);
};

/** One expectation for a query, or several. */
export type Expectations = Expectation | Expectation[];

export const expectationsOf = (given: Expectations | undefined): Expectation[] =>
  Array.isArray(given) ? given : given === undefined ? [] : [given];
