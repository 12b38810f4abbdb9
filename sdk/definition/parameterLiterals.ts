import { textLiteral } from "./m/text";

/** A parameter's value as a program gives it. Dates, times and durations are ISO 8601 texts. */
export type ParameterValue = string | number | boolean | null;

/** M's literal for a value of one type, or the problem of the value. */
export type WrittenLiteral = { literal: string } | { problem: string };

type Writer = (value: ParameterValue) => string | undefined;

const DATE = String.raw`(\d{4})-(\d{2})-(\d{2})`;
const TIME = String.raw`(\d{2}):(\d{2})(?::(\d{2}(?:\.\d{1,7})?))?`;
const DATE_ONLY = new RegExp(`^${DATE}$`);
const TIME_ONLY = new RegExp(`^${TIME}$`);
const DATE_TIME = new RegExp(`^${DATE}[T ]${TIME}$`);
const DATE_TIME_ZONE = new RegExp(String.raw`^${DATE}[T ]${TIME}(?:(Z)|([+-])(\d{2}):?(\d{2}))$`, "i");
const DURATION = /^([+-])?P(?=.*\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,7})?)S)?)?$/i;

/** For each type, how its literal is written, and the form of its value. */
const TYPES: Readonly<Record<string, { form: string; write: Writer }>> = {
  text: { form: 'a text: "abc"', write: (value) => (typeof value === "string" ? textLiteral(value) : undefined) },
  number: { form: "a number: 1000", write: numberLiteral },
  logical: { form: "true or false", write: (value) => (typeof value === "boolean" ? String(value) : undefined) },
  date: { form: 'a date: "2026-01-31"', write: (value) => call("#date", dateParts(DATE_ONLY, value)) },
  time: {
    form: 'a time of day: "13:45:00"',
    write: (value) => call("#time", timeParts(match(TIME_ONLY, value)?.slice(1))),
  },
  datetime: {
    form: 'a date and time without zone: "2026-01-31T13:45:00"',
    write: (value) => call("#datetime", dateTimeParts(match(DATE_TIME, value))),
  },
  datetimezone: {
    form: 'a date and time with zone: "2026-01-31T13:45:00+01:00"',
    write: (value) => call("#datetimezone", zonedParts(match(DATE_TIME_ZONE, value))),
  },
  duration: {
    form: 'an ISO 8601 duration of weeks, days, hours, minutes and seconds: "P1DT12H"',
    write: durationLiteral,
  },
};

/** Types that are numbers in M, and take only whole ones. */
const WHOLE = new Set(["int8.type", "int16.type", "int32.type", "int64.type", "byte.type"]);
const NUMBERS = new Set([
  "currency.type",
  "decimal.type",
  "double.type",
  "percentage.type",
  "single.type",
  "number.type",
]);

/** Writes a value as a literal of a declared type. Without a type, or with `any`, the value decides the type. */
export function writeLiteral(value: ParameterValue, declared: string | undefined): WrittenLiteral {
  if (value === null) return { literal: "null" };
  const type = declared ?? "any";
  if (type === "any")
    return typeof value === "string" ? { literal: textLiteral(value) } : writeLiteral(value, typeOf(value));
  if (WHOLE.has(type) && typeof value === "number" && !Number.isInteger(value))
    return { problem: "a whole number: 1000" };
  const name = WHOLE.has(type) || NUMBERS.has(type) ? "number" : (ALIASES[type] ?? type);
  const known = TYPES[name];
  if (!known) return { problem: `a value of type ${type}, which cannot be set from here` };
  const literal = known.write(value);
  return literal === undefined ? { problem: known.form } : { literal };
}

const ALIASES: Readonly<Record<string, string>> = {
  "text.type": "text",
  "logical.type": "logical",
  "date.type": "date",
  "time.type": "time",
  "datetime.type": "datetime",
  "datetimezone.type": "datetimezone",
  "duration.type": "duration",
};

const typeOf = (value: number | boolean): string => (typeof value === "number" ? "number" : "logical");

/** Returns every literal that a value can have, in any type. */
export const literalsFor = (value: ParameterValue): string[] =>
  value === null
    ? ["null"]
    : Object.values(TYPES).flatMap(({ write }) => {
        const literal = write(value);
        return literal === undefined ? [] : [literal];
      });

function numberLiteral(value: ParameterValue): string | undefined {
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

const match = (pattern: RegExp, value: ParameterValue): RegExpExecArray | undefined =>
  (typeof value === "string" && pattern.exec(value)) || undefined;

const call = (name: string, parts: readonly string[] | undefined): string | undefined =>
  parts && `${name}(${parts.join(", ")})`;

/** Returns a number without leading zeros. A fraction of a second keeps its digits. */
const plain = (digits: string): string => digits.replace(/^0+(?=\d)/, "");

function dateParts(pattern: RegExp, value: ParameterValue): string[] | undefined {
  const [, year, month, day] = match(pattern, value) ?? [];
  return calendarDate(year, month, day);
}

function calendarDate(year = "", month = "", day = ""): string[] | undefined {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) && Number(year) > 0;
  return exists ? [year, month, day].map(plain) : undefined;
}

function timeParts([hour, minute, second]: readonly (string | undefined)[] = []): string[] | undefined {
  if (hour === undefined || minute === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) >= 60) return undefined;
  return [hour, minute, second ?? "0"].map(plain);
}

function dateTimeParts(found: RegExpExecArray | undefined): string[] | undefined {
  if (!found) return undefined;
  const date = calendarDate(found[1], found[2], found[3]);
  const time = timeParts(found.slice(4, 7));
  return date && time && [...date, ...time];
}

function zonedParts(found: RegExpExecArray | undefined): string[] | undefined {
  const parts = dateTimeParts(found);
  if (!found || !parts) return undefined;
  const [sign = "+", hours = "0", minutes = "0"] = found.slice(8, 11);
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  const signed = (digits: string) => (sign === "-" && Number(digits) > 0 ? "-" : "") + plain(digits);
  return [...parts, signed(hours), signed(minutes)];
}

function durationLiteral(value: ParameterValue): string | undefined {
  const found = match(DURATION, value);
  if (!found) return undefined;
  const [, sign, weeks = "0", days = "0", hours = "0", minutes = "0", seconds = "0"] = found;
  const parts = [String(Number(weeks) * 7 + Number(days)), plain(hours), plain(minutes), plain(seconds)];
  return call(
    "#duration",
    parts.map((part) => (sign === "-" && Number(part) > 0 ? `-${part}` : part)),
  );
}
