import { error, type Problem } from "../common/problem";
import { isTypeName, TYPE_NAMES } from "./columnTypes";
import { isObject } from "../common/objects";

/** What the rows of a query must be like. */
export interface Expectation {
  /** At least this many rows. */
  minRows?: number;
  /** At most this many rows. */
  maxRows?: number;
  /** Columns that must be there, with their types. */
  columns?: Record<string, string>;
  /** True: no error in any cell of these rows. Costs a second evaluation. */
  noErrors?: boolean;
  /** Columns without null. */
  notNull?: string[];
  /** Columns in which no value occurs twice; null counts as no value. */
  unique?: string[];
  /** How many rows are asked for, from the first. Default 1000. */
  rows?: number;
  /** How long the query may take, at most the 90 seconds that Fabric gives it. Default "90s". */
  timeout?: string;
}

const DEFAULT_ROWS = 1000;

/** How many rows must be fetched so that every expectation can be judged. */
export const rowsNeeded = ({ rows = DEFAULT_ROWS, minRows = 0, maxRows }: Expectation): number =>
  Math.max(rows, minRows, maxRows === undefined ? 0 : maxRows + 1, 1);

const KEYS = ["minRows", "maxRows", "columns", "noErrors", "notNull", "unique", "rows", "timeout"];

/** Problems of the argument `tests`, apart from whether its queries exist. `isDuration` judges `timeout`. */
export function checkExpectations(
  tests: unknown,
  isUnknown: (value: unknown) => boolean,
  isDuration: (text: string) => boolean,
): Problem[] {
  if (!isObject(tests)) return [error("tests", "must be a map of query name to expectation")];
  return Object.entries(tests).flatMap(([query, given]) => {
    const place = `tests.${query}`;
    if (isUnknown(given)) return [];
    if (!isObject(given)) return [error(place, "must be an expectation such as { minRows: 1 }")];
    return Object.entries(given).flatMap(([key, value]) =>
      isUnknown(value) ? [] : checkOne(`${place}.${key}`, key, value, isDuration),
    );
  });
}

function checkOne(place: string, key: string, value: unknown, isDuration: (text: string) => boolean): Problem[] {
  switch (key) {
    case "minRows":
    case "maxRows":
    case "rows":
      return Number.isInteger(value) && (value as number) >= (key === "rows" ? 1 : 0)
        ? []
        : [error(place, "must be a whole number of rows")];
    case "noErrors":
      return typeof value === "boolean" ? [] : [error(place, "must be true or false")];
    case "notNull":
    case "unique":
      return Array.isArray(value) && value.every((name) => typeof name === "string")
        ? []
        : [error(place, "must be a list of column names")];
    case "timeout":
      return typeof value === "string" && isDuration(value)
        ? []
        : [error(place, 'is no duration; write it as in "60s"')];
    case "columns":
      if (!isObject(value)) return [error(place, "must be a map of column name to type")];
      return Object.entries(value).flatMap(([column, type]) =>
        typeof type === "string" && isTypeName(type)
          ? []
          : [error(`${place}.${column}`, `must be one of ${TYPE_NAMES.join(", ")}`)],
      );
    default:
      return [error(place, `is no expectation; there are ${KEYS.join(", ")}`)];
  }
}
