import type { RecordBatch, Schema } from "apache-arrow";
import { harmlessLines } from "../common/harmless";
import { valueType } from "../dataTests/columnTypes";
import { dateText, decimalText, durationText, timestampText, timeText } from "./arrowText";

/** A value of a row, and its column's type as Arrow prints it. */
export interface Cell {
  value: unknown;
  type: string;
}

/** Returns the cells of a row. */
export const cellsOf = (batch: RecordBatch, columns: Schema["fields"], row: number): Cell[] =>
  columns.map(({ name, type }) => {
    const column = batch.getChild(name);
    const value = column?.get(row) as unknown;
    const counts: unknown = String(type).startsWith("Timestamp") ? column?.data[0]?.values : undefined;
    // Arrow's own value of a timestamp is a number of milliseconds, which has not all the digits.
    return { value: value !== null && counts instanceof BigInt64Array ? counts[row] : value, type: String(type) };
  });

/** Returns a value for JSON. Times are ISO 8601. Decimals and whole numbers keep all their digits. */
export function jsonValue({ value, type: written }: Cell): unknown {
  if (value === null || value === undefined) return null;
  const type = valueType(written);
  if (typeof value === "bigint" || typeof value === "number") {
    if (type.startsWith("Date")) return dateText(Number(value));
    if (type.startsWith("Timestamp")) return timestampText(value, type);
    if (type.startsWith("Time")) return timeText(BigInt(value), type);
    if (type.startsWith("Duration")) return durationText(BigInt(value), type);
  }
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  // JSON has no NaN and no infinity.
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint32Array && type.startsWith("Decimal")) return decimalText(value, type);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "object" ? String(value) : value;
}

/** Returns a value for a table. `null`, an empty text and a text `null` look different, as in M. */
export function cellText(cell: Cell): string {
  const value = jsonValue(cell);
  return value === "" || value === "null" ? JSON.stringify(value) : String(value);
}

/**
 * Returns a cell of comma-separated values. A spreadsheet evaluates a text that begins like a formula, so an apostrophe
 * is put before it.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(cell: Cell): string | null {
  const value = jsonValue(cell);
  if (value === null) return null;
  const text = harmlessLines(String(value));
  return typeof cell.value === "string" && /^[=+\-@\t\r]/.test(cell.value) ? `'${text}` : text;
}

/** Returns a line as in RFC 4180. Null is empty, and an empty text is quoted. */
export const csvLine = (cells: readonly (string | null)[]): string =>
  cells
    .map((cell) =>
      cell === null ? "" : cell === "" || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(",");
