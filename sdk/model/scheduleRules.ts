import { isObject } from "../common/objects";
import { error, type Problem } from "../common/problem";
import { unknownKeyText } from "../common/unknownKeys";
import { declaredUtcMs, isClockTime } from "../common/times";
import { checkKeys, fields, listOf, oneOf, required, type Field } from "./checks";
import type { Check } from "./keys";
import type { DayOfMonth, OrdinalWeekday, Schedule, ScheduleBounds } from "./schedule";
import { adviceOnTimeZone, windowsTimeZone } from "./timeZones";
import { isUnknown } from "./unknown";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEK_INDEXES = ["First", "Second", "Third", "Fourth", "Fifth"];
const LONGEST_INTERVAL_MINUTES = 5_270_400;
const MAX_TIMES = 100;

const utcTime: Check = (value, place) =>
  Number.isNaN(declaredUtcMs(value))
    ? [error(place, "is not a time in UTC; write it as 2026-01-31T06:00:00Z, with Z as the offset")]
    : [];

const timeZone: Check = (value, place) => {
  if (typeof value !== "string" || value === "") return [error(place, "must be the name of a time zone")];
  return windowsTimeZone(value) === undefined ? [error(place, adviceOnTimeZone(value))] : [];
};

const whole =
  (least: number, most: number, unit: string): Check =>
  (value, place) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
      ? []
      : [error(place, `must be a whole number from ${least} to ${most} (${unit})`)];

/** A list of 1 to `most` entries without duplicates. */
const several =
  (most: number, what: string, each: Check): Check =>
  (value, place) => {
    if (Array.isArray(value) && (value.length === 0 || value.length > most))
      return [error(place, `has ${value.length} entries; the service takes 1 to ${most}`)];
    const once: Check = (entry, at) =>
      (value as unknown[]).indexOf(entry) === Number(/\[(\d+)\]$/.exec(at)?.[1])
        ? each(entry, at)
        : [error(at, "occurs twice")];
    return listOf(what, once)(value, place);
  };

const times = several(MAX_TIMES, 'times of day as "06:30"', (entry, at) =>
  isClockTime(entry) ? [] : [error(at, 'is not a time of day; write hours and minutes as in "06:30" or "18:00"')],
);
const weekdays = several(WEEKDAYS.length, 'weekdays as "Monday"', oneOf(...WEEKDAYS));

const dayOfMonth = fields<Omit<DayOfMonth, "occurrenceType">>("", {
  dayOfMonth: required(whole(1, 31, "day of the month")),
});
const ordinalWeekday = fields<Omit<OrdinalWeekday, "occurrenceType">>("", {
  weekIndex: required(oneOf(...WEEK_INDEXES)),
  weekday: required(oneOf(...WEEKDAYS)),
});

const occurrence: Check = (value, place) => {
  if (!isObject(value))
    return [error(place, 'must be { occurrenceType: "DayOfMonth", dayOfMonth } or one of type "OrdinalWeekday"')];
  const { occurrenceType, ...rest } = value;
  if (isUnknown(occurrenceType)) return [];
  if (occurrenceType === "DayOfMonth") return dayOfMonth(rest, place);
  if (occurrenceType === "OrdinalWeekday") return ordinalWeekday(rest, place);
  return checkKeys(
    { occurrenceType: required(oneOf("DayOfMonth", "OrdinalWeekday")) },
    { occurrenceType },
    `${place}.`,
  );
};

export type Kind = Schedule["type"];
type Bounds = Record<keyof ScheduleBounds, Field<"required">>;
type Own = {
  [K in Kind]: Record<Exclude<keyof Extract<Schedule, { type: K }>, keyof ScheduleBounds | "type">, Field<"required">>;
};

/** Keys that every kind has, and those of one kind. */
const BOUNDS: Bounds = {
  startDateTime: required(utcTime),
  endDateTime: required(utcTime),
  localTimeZoneId: required(timeZone),
};
const OWN: Own = {
  Cron: { interval: required(whole(1, LONGEST_INTERVAL_MINUTES, "minutes, up to ten years")) },
  Daily: { times: required(times) },
  Weekly: { times: required(times), weekdays: required(weekdays) },
  Monthly: { times: required(times), recurrence: required(whole(1, 12, "months")), occurrence: required(occurrence) },
};
const KINDS = Object.keys(OWN) as Kind[];

export const isKind = (type: unknown): type is Kind => (KINDS as readonly unknown[]).includes(type);

/** Returns the keys of a kind. */
export const keysOfKind = (type: Kind): string[] => ["type", ...Object.keys(BOUNDS), ...Object.keys(OWN[type])];

/**
 * Fabric's rules for a schedule, checked before anything is sent. Values that are not known yet pass.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/create-item-schedule
 */
export const checkSchedule: Check = (schedule, place) => {
  if (!isObject(schedule)) return [error(place, 'must be an object as { type: "Daily", times: ["06:00"], ... }')];
  const { type } = schedule;
  const kind = { type: required(oneOf(...KINDS)), ...BOUNDS };
  const problems = isKind(type)
    ? checkKeys({ ...kind, ...OWN[type] }, schedule, `${place}.`, (key) => problemOfKey(type, key))
    : checkKeys(kind, schedule, `${place}.`, () => undefined);
  return [...problems, ...order(schedule, place)];
};

/** Problem of a key that the kind lacks. The service would silently drop a key of another kind. */
function problemOfKey(type: Kind, key: string): string {
  const kinds = KINDS.filter((kind) => Object.hasOwn(OWN[kind], key));
  if (kinds.length === 0) return unknownKeyText(key, keysOfKind(type));
  return `belongs to type ${kinds.map((kind) => `"${kind}"`).join(" or ")}; a schedule of type "${type}" has ${keysOfKind(type).join(", ")}`;
}

function order({ startDateTime, endDateTime }: Record<string, unknown>, place: string): Problem[] {
  const [start, end] = [declaredUtcMs(startDateTime), declaredUtcMs(endDateTime)];
  return end <= start ? [error(`${place}.endDateTime`, "must be later than startDateTime")] : [];
}
