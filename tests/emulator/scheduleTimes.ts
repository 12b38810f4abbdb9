import { DateTime } from "luxon";
import { findIana } from "windows-iana";

export interface Occurrence {
  occurrenceType: "DayOfMonth" | "OrdinalWeekday";
  dayOfMonth?: number;
  weekIndex?: string;
  weekday?: string;
}

export interface ScheduleConfig {
  type: "Cron" | "Daily" | "Weekly" | "Monthly";
  startDateTime: string;
  endDateTime: string;
  /** A Windows time zone id. */
  localTimeZoneId: string;
  interval?: number;
  times?: string[];
  weekdays?: string[];
  recurrence?: number;
  occurrence?: Occurrence;
}

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const WEEK_INDEXES = ["First", "Second", "Third", "Fourth", "Fifth"];
const FARTHEST_DAYS = 3700;

/** Parses a start or end, in UTC, with or without `Z`. `NaN` if the text is not a time. */
export const utcTime = (text: string): number => DateTime.fromISO(text, { zone: "utc" }).toMillis();

/** IANA's name of a Windows time zone, or undefined. */
export const zoneOf = (windowsId: string): string | undefined => findIana(windowsId)[0];

function isOccurrence(day: DateTime, { occurrenceType, dayOfMonth, weekIndex, weekday }: Occurrence): boolean {
  if (occurrenceType === "DayOfMonth") return day.day === dayOfMonth;
  if (day.weekday !== WEEKDAYS.indexOf(weekday ?? "") + 1) return false;
  return Math.ceil(day.day / 7) === WEEK_INDEXES.indexOf(weekIndex ?? "") + 1;
}

function runsOn(day: DateTime, start: DateTime, config: ScheduleConfig): boolean {
  if (config.type === "Weekly") return (config.weekdays ?? []).includes(WEEKDAYS[day.weekday - 1] as string);
  if (config.type !== "Monthly") return true;
  const months = (day.year - start.year) * 12 + day.month - start.month;
  return months % (config.recurrence ?? 1) === 0 && !!config.occurrence && isOccurrence(day, config.occurrence);
}

/** The time of the next run later than `after`, in milliseconds since the epoch. Undefined if the schedule has ended. */
export function nextRun(config: ScheduleConfig, after: number): number | undefined {
  const start = utcTime(config.startDateTime);
  const end = utcTime(config.endDateTime);
  if (config.type === "Cron") {
    const step = (config.interval ?? 1) * 60_000;
    const next = after < start ? start : start + (Math.floor((after - start) / step) + 1) * step;
    return next <= end ? next : undefined;
  }
  const zone = zoneOf(config.localTimeZoneId) ?? "utc";
  const first = DateTime.fromMillis(start, { zone });
  const times = [...(config.times ?? [])].sort();
  let day = DateTime.fromMillis(Math.max(after, start), { zone }).startOf("day");
  for (let n = 0; n < FARTHEST_DAYS && day.toMillis() <= end; n++, day = day.plus({ days: 1 })) {
    if (!runsOn(day, first, config)) continue;
    for (const time of times) {
      const [hour, minute] = time.split(":").map(Number);
      const at = day.set({ hour, minute }).toMillis();
      if (at > after && at >= start && at <= end) return at;
    }
  }
  return undefined;
}
