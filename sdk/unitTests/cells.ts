import { writeLiteral } from "../definition/parameterLiterals";
import type { Kind, ValueType } from "./types";
import { misfitOfNumber } from "./types";

/** A value of a fixture or an expectation. */
export type Cell =
  | { kind: "null" }
  /** An error in a cell. */
  | { kind: "error"; message: string | undefined }
  | {
      kind: Exclude<Kind, "any">;
      /** M's literal for it. */
      m: string;
      /** Equal for two values that are equal in M. */
      key: string;
      /** The form that people read. */
      shown: string;
    };

export type Written = string | number | boolean | null;

export const NULL: Cell = { kind: "null" };

/** A cell, or the form that would fit instead. */
export type Fit = { cell: Cell } | { needed: string };

/**
 * Returns the cell for a value in YAML. `digits` is the written number, so that M gets all its digits. Without a type
 * the value is what YAML says: text, number, logical or null.
 */
export function fit(value: Written, type: ValueType | undefined, digits?: string): Fit {
  if (value === null) return { cell: NULL };
  const kind = type && type.kind !== "any" ? type.kind : kindOf(value);
  if (kind === "number")
    return typeof value === "number" ? fitNumber(value, digits, type) : { needed: "a number: 1000" };
  if (kind === "binary") return fitBinary(value);
  const written = writeLiteral(value, kind);
  if ("problem" in written) return { needed: written.problem };
  return { cell: cellOf(kind, written.literal, value) };
}

/**
 * Returns the cell for a field of comma-separated values. An empty field is null, and a quoted empty field is an empty
 * text.
 */
export function fitField(field: string, isQuoted: boolean, type: ValueType | undefined): Fit {
  const kind = type && type.kind !== "any" ? type.kind : "text";
  if (field === "" && !isQuoted) return { cell: NULL };
  if (kind === "number") {
    const digits = field.trim();
    return NUMBER.test(digits) ? fitNumber(Number(digits), digits, type) : { needed: "a number: 1000" };
  }
  if (kind === "logical") {
    const is = /^true$/i.test(field) ? true : /^false$/i.test(field) ? false : undefined;
    return is === undefined ? { needed: "true or false" } : fit(is, type);
  }
  return fit(field, type ?? { name: "text", m: "nullable text", kind: "text" });
}

const NUMBER = /^[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?$/;

const kindOf = (value: string | number | boolean): Exclude<Kind, "any"> =>
  typeof value === "string" ? "text" : typeof value === "number" ? "number" : "logical";

function fitNumber(value: number, written: string | undefined, type: ValueType | undefined): Fit {
  const digits = written?.replace(/^\+/, "");
  const plain = digits !== undefined && NUMBER.test(digits) ? digits.replace(/^(-?)\./, "$10.") : String(value);
  const needed = type && misfitOfNumber(type, plain);
  if (needed !== undefined) return { needed };
  return { cell: numberCell(value, Number.isFinite(value) ? plain : NOT_FINITE[String(value)]!) };
}

const NOT_FINITE: Readonly<Record<string, string>> = { NaN: "#nan", Infinity: "#infinity", "-Infinity": "-#infinity" };

const LARGEST_INT64 = 2 ** 63;

/**
 * Numbers are equal if their 15 digits are, because M shows no more: 0.1 + 0.2 is 0.3. Whole numbers are compared
 * exactly, as far as a double is exact.
 */
export const numberCell = (value: number, m = String(value)): Cell => ({
  kind: "number",
  m,
  key: String(Number.isInteger(value) && Math.abs(value) <= LARGEST_INT64 ? value + 0 : Number(value.toPrecision(15))),
  shown: m,
});

function fitBinary(value: Written): Fit {
  const isBase64 = typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
  if (!isBase64) return { needed: 'bytes in base64: "AQID"' };
  return { cell: binaryCell(value) };
}

export const binaryCell = (base64: string): Cell => ({
  kind: "binary",
  m: `Binary.FromText("${base64}", BinaryEncoding.Base64)`,
  key: base64,
  shown: base64,
});

const cellOf = (kind: Exclude<Kind, "any">, m: string, value: Written): Cell => ({
  kind,
  m,
  key: keyOf(kind, m),
  shown: kind === "text" ? JSON.stringify(value) : String(value),
});

/**
 * Returns the text itself as its key. Dates, times and durations are compared by their numbers, not by how they are
 * written.
 */
function keyOf(kind: Kind, m: string): string {
  if (kind === "text" || kind === "logical") return m;
  const numbers = (m.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  if (kind !== "duration") return numbers.join(" ");
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = numbers;
  return String(BigInt((days * 24 + hours) * 60 + minutes) * 60n * TICKS + BigInt(Math.round(seconds * Number(TICKS))));
}

/** A second in M's ten-millionths. */
const TICKS = 10_000_000n;

export const durationCell = (days: number, hours: number, minutes: number, seconds: number): Cell => {
  const m = `#duration(${[days, hours, minutes, seconds].join(", ")})`;
  const isNegative = [days, hours, minutes, seconds].some((part) => part < 0);
  const [d, h, min, s] = [days, hours, minutes, seconds].map(Math.abs);
  const time = `${h ? `${h}H` : ""}${min ? `${min}M` : ""}${s ? `${s}S` : ""}`;
  const iso = `${d ? `${d}D` : ""}${time === "" ? "" : `T${time}`}`;
  return {
    kind: "duration",
    m,
    key: keyOf("duration", m),
    shown: `${isNegative ? "-" : ""}P${iso === "" ? "T0S" : iso}`,
  };
};
