/** The types of a dataflow's public parameters, by the names of the REST API. */
export type RunParameterType =
  "String" | "Boolean" | "Integer" | "Number" | "DateTime" | "DateTimeZone" | "Date" | "Time" | "Duration";

/** A value in the form that the service takes. If the value does not fit: `wanted` describes the right form. */
export type RunParameterValue = { value: string | number | boolean | null } | { wanted: string };

const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const TIME = String.raw`\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?`;
const DATE_TIME = new RegExp(`^(${DATE})[T ](${TIME})(Z|[+-]\\d{2}:?\\d{2})?$`, "i");
const MIDNIGHT_UTC = new RegExp(`^(${DATE})T00:00(?::00(?:\\.0+)?)?Z$`, "i");
const DURATION = /^P(?=.*\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,7})?)S)?)?$/i;

type Form = { wanted: string; write(value: unknown, asText: boolean): string | number | boolean | undefined };

const textForm = (wanted: string, write: (text: string) => string | undefined): Form => ({
  wanted,
  write: (value) => (typeof value === "string" ? write(value) : undefined),
});

/**
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items/discover-dataflow-parameters names each form. The forms of times end at
 * milliseconds or seconds: a value with more is refused, because a run would use another value.
 */
const FORMS: Readonly<Record<RunParameterType, Form>> = {
  String: textForm('a text: "abc"', (text) => text),
  Boolean: {
    wanted: "true or false",
    write: (value, asText) =>
      typeof value === "boolean"
        ? value
        : asText && /^(true|false)$/i.test(String(value))
          ? /^t/i.test(String(value))
          : undefined,
  },
  Integer: {
    wanted: "a whole number of at most 15 digits: 1000",
    write: (value, asText) => whole(numberOf(value, asText)),
  },
  Number: { wanted: "a number: 1000.5", write: numberOf },
  DateTime: textForm(
    'a date and time, to the millisecond: "2026-01-31T13:45:00.250", or with a zone, "2026-01-31T14:45:00+01:00", which is sent as UTC',
    (text) => (hasDigitsBelow(MILLISECOND, text) ? undefined : instantOf(text, "Z")?.toISOString()),
  ),
  DateTimeZone: textForm('a date and time, to the second, with its zone: "2026-01-31T13:45:00+01:00"', zoned),
  Date: textForm('a date: "2026-01-31"', (text) => dateOf(MIDNIGHT_UTC.exec(text)?.[1] ?? text)),
  Time: textForm('a time of day, to the second: "13:45:00"', timeOf),
  Duration: textForm('an ISO 8601 duration of weeks, days, hours, minutes and seconds: "P1DT12H"', durationOf),
};

export const isRunParameterType = (type: unknown): type is RunParameterType =>
  typeof type === "string" && Object.hasOwn(FORMS, type);

/**
 * Returns a value in the API's own form for its type, which differs from M's. `asText`: numbers, true and false may be
 * given as texts, as on a command line.
 */
export function runParameterValue(type: RunParameterType, value: unknown, asText = false): RunParameterValue {
  if (value === null) return { value };
  const { wanted, write } = FORMS[type];
  const written = write(value, asText);
  return written === undefined ? { wanted } : { value: written };
}

/** True if two values mean the same for some type: the service may return a time in another form. */
export const sameRunParameterValue = (one: unknown, other: unknown): boolean =>
  one === other ||
  Object.values(FORMS).some(({ write }) => {
    const written = write(one, false);
    return written !== undefined && written === write(other, false);
  });

function numberOf(value: unknown, asText: boolean): number | undefined {
  const number = asText && typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Larger whole numbers lose their last digits in JavaScript. */
const whole = (number: number | undefined): number | undefined => (Number.isSafeInteger(number) ? number : undefined);

const SECOND = 0;
const MILLISECOND = 3;

/** True if a time has more than this many digits after its seconds. */
const hasDigitsBelow = (digits: number, text: string): boolean =>
  /[1-9]/.test(/\.(\d+)/.exec(text)?.[1]?.slice(digits) ?? "");

/** `assumed` is the time zone of a text without one. */
function instantOf(text: string, assumed: string): Date | undefined {
  const [, day, time, zone = assumed] = DATE_TIME.exec(text) ?? [];
  if (day === undefined || time === undefined || dateOf(day) === undefined || clockOf(time) === undefined)
    return undefined;
  const instant = new Date(`${day}T${time}${zone.toUpperCase().replace(/^([+-]\d{2}):?(\d{2})$/, "$1:$2")}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

function zoned(text: string): string | undefined {
  const [, day, time = "", zone] = DATE_TIME.exec(text) ?? [];
  if (zone === undefined || instantOf(text, "Z") === undefined) return undefined;
  const offset = zone.toUpperCase() === "Z" ? "+00:00" : zone.replace(/^([+-]\d{2}):?(\d{2})$/, "$1:$2");
  const clock = timeOf(time);
  return clock === undefined ? undefined : `${day}T${clock}${offset}`;
}

function dateOf(text: string): string | undefined {
  if (!new RegExp(`^${DATE}$`).test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/** Returns whole seconds; undefined if the time has fractions, which the form lacks. */
function timeOf(text: string): string | undefined {
  return hasDigitsBelow(SECOND, text) ? undefined : clockOf(text);
}

/** Returns hours, minutes and whole seconds. */
function clockOf(text: string): string | undefined {
  if (!new RegExp(`^${TIME}$`).test(text)) return undefined;
  const [hours = "", minutes = "", seconds = "00"] = text.replace(/\.\d+$/, "").split(":");
  return Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60
    ? `${hours}:${minutes}:${seconds}`
    : undefined;
}

function durationOf(text: string): string | undefined {
  const found = DURATION.exec(text);
  if (!found) return undefined;
  const [, weeks = "0", days = "0", hours = "0", minutes = "0", seconds = "0"] = found;
  const plain = (digits: string) => digits.replace(/^0+(?=\d)/, "");
  return `P${Number(weeks) * 7 + Number(days)}DT${plain(hours)}H${plain(minutes)}M${plain(seconds)}S`;
}
