import { ApiError } from "./errors";
import { isObject, JsonObject } from "./http";
import { Occurrence, ScheduleConfig, utcTime, WEEK_INDEXES, WEEKDAYS, zoneOf } from "./scheduleTimes";

const refuse = (message: string): never => {
  throw new ApiError("InvalidRequest", message);
};

function text(config: JsonObject, name: string): string {
  const value = config[name];
  return typeof value === "string" ? value : refuse(`configuration.${name} is required.`);
}

function whole(value: unknown, name: string, from: number, to: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) return value;
  return refuse(`configuration.${name} must be a whole number from ${from} to ${to}.`);
}

function list(value: unknown, name: string, most: number, fits: (entry: string) => boolean): string[] {
  const isGood = Array.isArray(value) && value.length >= 1 && value.length <= most;
  if (isGood && value.every((entry) => typeof entry === "string" && fits(entry))) return value as string[];
  return refuse(`configuration.${name} must hold 1 to ${most} valid entries.`);
}

const times = (value: unknown) => list(value, "times", 100, (entry) => /^([01]\d|2[0-3]):[0-5]\d$/.test(entry));

function occurrence(value: unknown): Occurrence {
  if (!isObject(value)) return refuse("configuration.occurrence is required.");
  const { occurrenceType, dayOfMonth, weekIndex, weekday } = value;
  if (occurrenceType === "DayOfMonth") {
    return { occurrenceType, dayOfMonth: whole(dayOfMonth, "occurrence.dayOfMonth", 1, 31) };
  }
  if (occurrenceType !== "OrdinalWeekday") return refuse("configuration.occurrence.occurrenceType is invalid.");
  if (!WEEK_INDEXES.includes(String(weekIndex)) || !WEEKDAYS.includes(String(weekday))) {
    refuse("configuration.occurrence needs weekIndex and weekday.");
  }
  return { occurrenceType, weekIndex: String(weekIndex), weekday: String(weekday) };
}

/** Reads a schedule's configuration within the specification's limits. @throws ApiError if it is invalid. */
export function checkConfig(config: JsonObject): ScheduleConfig {
  const type = text(config, "type");
  const base = {
    startDateTime: text(config, "startDateTime"),
    endDateTime: text(config, "endDateTime"),
    localTimeZoneId: text(config, "localTimeZoneId"),
  };
  const start = utcTime(base.startDateTime);
  const end = utcTime(base.endDateTime);
  if (Number.isNaN(start) || Number.isNaN(end)) refuse("startDateTime and endDateTime must be times in UTC.");
  if (end <= start) refuse("endDateTime must be later than startDateTime.");
  if (!zoneOf(base.localTimeZoneId)) refuse(`'${base.localTimeZoneId}' is no Windows time zone id.`);
  switch (type) {
    case "Cron":
      return { type, ...base, interval: whole(config.interval, "interval", 1, 5_270_400) };
    case "Daily":
      return { type, ...base, times: times(config.times) };
    case "Weekly": {
      const weekdays = list(config.weekdays, "weekdays", 7, (entry) => WEEKDAYS.includes(entry));
      return { type, ...base, weekdays, times: times(config.times) };
    }
    case "Monthly": {
      const recurrence = whole(config.recurrence, "recurrence", 1, 12);
      return { type, ...base, recurrence, occurrence: occurrence(config.occurrence), times: times(config.times) };
    }
    default:
      return refuse(`'${type}' is not a type of schedule.`);
  }
}
