import { harmlessLines } from "../common/harmless";
/** A value of a row, and its column's type as Arrow prints it. */
export interface Cell {
  value: unknown;
  type: string;
}

/** Returns a value for JSON. Times are ISO 8601, and whole numbers keep all their digits. */
export function jsonValue({ value, type }: Cell): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (/^(Date|Timestamp)/.test(type) && typeof value === "number") {
    const iso = new Date(value).toISOString();
    return type.startsWith("Date") ? iso.slice(0, 10) : iso;
  }
  if (value instanceof Uint8Array) return /^Decimal/.test(type) ? String(value) : Buffer.from(value).toString("base64");
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
