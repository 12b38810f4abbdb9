import { isObject } from "../common/objects";
import { error } from "../common/problem";
import { duration, fields, flag, listOf, mapOf, optional, text } from "./checks";
import type { Check } from "./keys";

/** What the rows of a query must be like. */
export interface Expectation {
  /** At least this many rows. */
  minRows?: number;
  /** At most this many rows. */
  maxRows?: number;
  /** Columns that must be there, with their types. */
  columns?: { [column: string]: ColumnType };
  /** True: no error in any cell of these rows. Costs a second evaluation. */
  noErrors?: boolean;
  /** Columns without null. */
  notNull?: string[];
  /** Columns in which no value occurs twice. */
  unique?: string[];
  /**
   * How many rows are asked for, from the first.
   * @default 1000
   */
  rows?: number;
  /** How long the query may take, at most "90s", which is Fabric's own limit and the default. */
  timeout?: string;
}

/** What a data test came to. */
export interface TestResult {
  /** The query's name. */
  query: string;
  /** Rows seen, of those that were asked for. */
  rows: number;
  /** How long the evaluation took, in milliseconds. */
  durationMs: number;
  /** Whether the rows were as expected. */
  outcome: "passed" | "failed";
  /** What was not as expected: columns, counts and row numbers, never values. */
  failures?: string[];
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
  minRows: optional(wholeRows(0)),
  maxRows: optional(wholeRows(0)),
  rows: optional(wholeRows(1)),
  columns: optional(mapOf("column name to type", columnType)),
  noErrors: optional(flag),
  notNull: optional(columnNames),
  unique: optional(columnNames),
  timeout: optional(duration),
});

/** Each is an evaluation of up to 90 seconds, one after the other. */
const MOST_TESTS = 1_000;
const testsByQuery = mapOf("query name to expectation", expectation);

/** The form of the argument `tests`; whether its queries exist is known with the definition. */
export const checkTests: Check = (value, place) => {
  const count = isObject(value) ? Object.keys(value).length : 0;
  return count > MOST_TESTS
    ? [error(place, `has ${count} entries; ${MOST_TESTS} are the most`)]
    : testsByQuery(value, place);
};
