/* Texts of values in Apache Arrow, with all their digits. A type is as Arrow prints it: `Timestamp<MICROSECOND>`, `Decimal[19e+4]`. */

/** The digits after the second in each of Arrow's units. */
const DIGITS: Readonly<Record<string, number>> = { SECOND: 0, MILLISECOND: 3, MICROSECOND: 6, NANOSECOND: 9 };

const digitsOf = (type: string): number => DIGITS[/<(\w+)/.exec(type)?.[1] ?? ""] ?? 0;

/** Splits a count of units into whole seconds, rounded down, and the digits after them, without zeros at their end. */
function split(count: bigint, digits: number): { seconds: bigint; fraction: string } {
  const unit = 10n ** BigInt(digits);
  const rest = ((count % unit) + unit) % unit;
  const fraction = digits === 0 ? "" : String(rest).padStart(digits, "0").replace(/0+$/, "");
  return { seconds: (count - rest) / unit, fraction };
}

const two = (number: bigint): string => String(number).padStart(2, "0");
const after = (fraction: string): string => (fraction === "" ? "" : `.${fraction}`);

/** Returns `2026-01-31`. A writer may keep a time of day in Arrow's `Date64`: then `2026-01-31T10:00:00.000`. */
export function dateText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString().slice(0, -1);
  return text.replace("T00:00:00.000", "");
}

/** True for M's `datetimezone`: `Timestamp<MICROSECOND, UTC>`. A `datetime` has no zone. */
const hasZone = (type: string): boolean => type.includes(", ");

/**
 * Returns `2026-01-31T10:00:00.000Z`, without `Z` if the type has no zone, and with at least three digits of a second. A number that is
 * not a `bigint` counts milliseconds.
 */
export function timestampText(count: bigint | number, type: string): string {
  const unit = typeof count === "number" ? "<MILLISECOND>" : type;
  const whole = typeof count === "number" ? BigInt(Math.trunc(count)) : count;
  const { seconds, fraction } = split(whole, digitsOf(unit));
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return String(count);
  return date.toISOString().replace(/\.\d+Z$/, `.${fraction.padEnd(3, "0")}${hasZone(type) ? "Z" : ""}`);
}

/** Returns `10:00:00`, and `10:00:00.25` with a part of a second. */
export function timeText(count: bigint, type: string): string {
  const { seconds, fraction } = split(count, digitsOf(type));
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${after(fraction)}`;
}

/** Returns `P1DT2H3M4.5S`, the form that run parameters have. */
export function durationText(count: bigint, type: string): string {
  const { seconds, fraction } = split(count < 0n ? -count : count, digitsOf(type));
  const [days, hours, minutes] = [seconds / 86_400n, (seconds / 3600n) % 24n, (seconds / 60n) % 60n];
  return `${count < 0n ? "-" : ""}P${days}DT${hours}H${minutes}M${seconds % 60n}${after(fraction)}S`;
}

/** Returns `-12.34`. The words are the number without its point, the lowest word first. */
export function decimalText(words: Uint32Array, type: string): string {
  const bits = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  const number = BigInt.asIntN(words.length * 32, bits);
  const scale = Number(/e([+-]?\d+)\]$/.exec(type)?.[1] ?? 0);
  if (scale <= 0) return String(number * 10n ** BigInt(-scale));
  const digits = String(number < 0n ? -number : number).padStart(scale + 1, "0");
  return `${number < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
