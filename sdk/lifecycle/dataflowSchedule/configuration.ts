import { error, type Problem } from "../../common/problem";
import { oneOf, required, type Check } from "../arguments";
import { isObject, isUnknown, type Props } from "../values";
import { declaredUtcMs, isClockTime } from "../../common/times";
import { adviceOnTimeZone, windowsTimeZone } from "./timeZones";

const KINDS = ["Cron", "Daily", "Weekly", "Monthly"] as const;
export type Kind = (typeof KINDS)[number];
export const isKind = (type: unknown): type is Kind => (KINDS as readonly unknown[]).includes(type);

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEK_INDEXES = ["First", "Second", "Third", "Fourth", "Fifth"];
const LONGEST_INTERVAL_MINUTES = 5_270_400;
const MOST_TIMES = 100;

/** What every kind has, and what each has besides. */
export const COMMON = ["type", "startDateTime", "endDateTime", "localTimeZoneId"] as const;
export const OWN: Readonly<Record<Kind, readonly string[]>> = {
  Cron: ["interval"],
  Daily: ["times"],
  Weekly: ["times", "weekdays"],
  Monthly: ["times", "recurrence", "occurrence"],
};

/**
 * Fabric's rules for a schedule, judged before anything is sent. Unknown values pass.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/create-item-schedule
 */
export const checkConfiguration: Check = (schedule, place) => {
  if (!isObject(schedule)) return [error(place, 'must be an object as { type: "Daily", times: ["06:00"], ... }')];
  const type = schedule.type;
  const common = [
    ...required(schedule, "startDateTime", utcTime),
    ...required(schedule, "endDateTime", utcTime),
    ...required(schedule, "localTimeZoneId", timeZone),
    ...order(schedule),
  ];
  const own = isUnknown(type) ? [] : isKind(type) ? [...checkKind(type, schedule), ...strangers(type, schedule)] : [];
  return [...required(schedule, "type", (value) => oneOf(value, "type", KINDS)), ...common, ...own].map((problem) => ({
    ...problem,
    place: `${place}.${problem.place}`,
  }));
};

function checkKind(type: Kind, schedule: Props): Problem[] {
  switch (type) {
    case "Cron":
      return required(schedule, "interval", whole(1, LONGEST_INTERVAL_MINUTES, "minutes, up to ten years"));
    case "Daily":
      return required(schedule, "times", times);
    case "Weekly":
      return [...required(schedule, "times", times), ...required(schedule, "weekdays", weekdays)];
    case "Monthly":
      return [
        ...required(schedule, "times", times),
        ...required(schedule, "recurrence", whole(1, 12, "months")),
        ...required(schedule, "occurrence", occurrence),
      ];
  }
}

/** A key of another kind would be dropped by the service without a word. */
const strangers = (type: Kind, schedule: Props): Problem[] =>
  Object.keys(schedule)
    .filter((key) => schedule[key] !== undefined && ![...COMMON, ...OWN[type]].includes(key))
    .map((key) => {
      const kinds = KINDS.filter((kind) => OWN[kind].includes(key));
      const whose =
        kinds.length > 0 ? `belongs to type ${kinds.map((kind) => `"${kind}"`).join(" or ")}` : "is unknown";
      return error(key, `${whose}; a schedule of type "${type}" has ${[...COMMON, ...OWN[type]].join(", ")}`);
    });

const utcTime: Check = (value, place) =>
  Number.isNaN(declaredUtcMs(value))
    ? [error(place, "is no time in UTC; write it as 2026-01-31T06:00:00Z, without another offset than Z")]
    : [];

function order({ startDateTime, endDateTime }: Props): Problem[] {
  const [start, end] = [declaredUtcMs(startDateTime), declaredUtcMs(endDateTime)];
  return end <= start ? [error("endDateTime", "must be later than startDateTime")] : [];
}

const timeZone: Check = (value, place) => {
  if (typeof value !== "string" || value === "") return [error(place, "must be the name of a time zone")];
  return windowsTimeZone(value) === undefined ? [error(place, `"${value}" ${adviceOnTimeZone(value)}`)] : [];
};

const whole =
  (least: number, most: number, unit: string): Check =>
  (value, place) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
      ? []
      : [error(place, `must be a whole number from ${least} to ${most} (${unit})`)];

function list(value: unknown, place: string, most: number, what: string, each: Check): Problem[] {
  if (!Array.isArray(value)) return [error(place, `must be a list of ${what}`)];
  if (value.length === 0 || value.length > most)
    return [error(place, `has ${value.length} entries; the service takes 1 to ${most}`)];
  return value.flatMap((entry, i): Problem[] => {
    if (isUnknown(entry)) return [];
    if (value.indexOf(entry) !== i) return [error(`${place}[${i}]`, "is there twice")];
    return each(entry, `${place}[${i}]`);
  });
}

const times: Check = (value, place) =>
  list(value, place, MOST_TIMES, 'times of day as "06:30"', (entry, at) =>
    isClockTime(entry) ? [] : [error(at, 'is no time of day; write hours and minutes as in "06:30" or "18:00"')],
  );

const weekdays: Check = (value, place) =>
  list(value, place, WEEKDAYS.length, 'weekdays as "Monday"', (entry, at) => oneOf(entry, at, WEEKDAYS));

const occurrence: Check = (value, place) => {
  if (!isObject(value))
    return [error(place, 'must be { occurrenceType: "DayOfMonth", dayOfMonth } or one of type "OrdinalWeekday"')];
  const within = (key: string, check: Check) =>
    required(value, key, check).map((problem) => ({ ...problem, place: `${place}.${problem.place}` }));
  if (isUnknown(value.occurrenceType)) return [];
  if (value.occurrenceType === "DayOfMonth") return within("dayOfMonth", whole(1, 31, "day of the month"));
  if (value.occurrenceType === "OrdinalWeekday")
    return [
      ...within("weekIndex", (index, at) => oneOf(index, at, WEEK_INDEXES)),
      ...within("weekday", (day, at) => oneOf(day, at, WEEKDAYS)),
    ];
  return within("occurrenceType", (type, at) => oneOf(type, at, ["DayOfMonth", "OrdinalWeekday"]));
};
