import { COLUMN_TYPES } from "../model/expectation";
import { nearest } from "../common/nearest";

/** The type of a column or value, as a case declares it. */
export interface ValueType {
  /** In lower case, without `.type`: `date`, `int64`. */
  name: string;
  /** The type in M. */
  m: string;
  /** The kind of its values: all types of numbers are `number`. */
  kind: Kind;
}

export type Kind =
  "text" | "logical" | "number" | "date" | "time" | "datetime" | "datetimezone" | "duration" | "binary" | "any";

const KINDS: readonly Kind[] = [
  ...(["text", "logical", "number", "date", "time", "datetime", "datetimezone", "duration", "binary", "any"] as const),
];

/** M's types of numbers. `integer` is any whole number, as in data tests. */
const NUMBERS: Readonly<Record<string, string>> = {
  byte: "Byte.Type",
  int8: "Int8.Type",
  int16: "Int16.Type",
  int32: "Int32.Type",
  int64: "Int64.Type",
  integer: "Int64.Type",
  single: "Single.Type",
  double: "Double.Type",
  decimal: "Decimal.Type",
  currency: "Currency.Type",
  percentage: "Percentage.Type",
};

/** Returns the type for `date` or `int64`, or for M's own spelling: `Date.Type`, `Int64.Type`. */
export function valueType(written: string): ValueType | undefined {
  const name = written.toLowerCase().replace(/\.type$/, "");
  const number = Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
  if (number !== undefined) return { name, m: number, kind: "number" };
  const kind = KINDS.find((one) => one === name);
  return kind && { name, m: kind === "any" ? "any" : `nullable ${kind}`, kind };
}

const NAMES = [...new Set([...COLUMN_TYPES, ...Object.keys(NUMBERS)])];

export function unknownType(written: string): string {
  const [near] = nearest(written, NAMES);
  return `${written} is not a type; ${near === undefined ? `there are ${NAMES.join(", ")}` : `did you mean ${near}?`}`;
}

/** Limits of whole numbers. M's own limit beyond these is that of a double. */
const WHOLE: Readonly<Record<string, readonly [bigint, bigint]>> = {
  byte: [0n, 255n],
  int8: [-(2n ** 7n), 2n ** 7n - 1n],
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  integer: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Returns the form that a number of the type needs; undefined if it fits. */
export function misfitOfNumber(type: ValueType, digits: string): string | undefined {
  const limits = WHOLE[type.name];
  if (!limits) return undefined;
  if (!/^-?\d{1,30}$/.test(digits)) return "a whole number: 1000";
  const value = BigInt(digits);
  return value < limits[0] || value > limits[1] ? `a whole number from ${limits[0]} to ${limits[1]}` : undefined;
}

/** True if a column's type name in M (`Int64.Type`, from `Table.Schema`) is the declared type. */
export function isColumnOf(declared: ValueType, typeName: string): boolean {
  const actual = valueType(typeName);
  if (declared.kind === "any") return true;
  if (!actual) return false;
  if (declared.name === "number") return actual.kind === "number";
  if (declared.name === "integer") return actual.name in WHOLE;
  return actual.name === declared.name;
}
