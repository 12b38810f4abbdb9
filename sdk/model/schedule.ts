/** A day of the week, as Fabric writes it. */
export type Weekday = "Sunday" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";

/** Keys that every kind of schedule has. */
export interface ScheduleBounds {
  /** The start: ISO 8601 in UTC, `2026-01-31T06:00:00Z`. */
  startDateTime: string;
  /** The end: ISO 8601 in UTC, later than the start. */
  endDateTime: string;
  /** A Windows time zone id (`W. Europe Standard Time`) or an IANA name (`Europe/Berlin`). */
  localTimeZoneId: string;
}

/** Runs every `interval` minutes after the start. */
export interface CronSchedule extends ScheduleBounds {
  /** A schedule by minutes. */
  type: "Cron";
  /** Minutes between runs: 1 to 5270400 (ten years). */
  interval: number;
}

/** Runs at times of day. */
export interface AtTimes {
  /** Times of day in the schedule's time zone, 1 to 100: `06:30`. */
  times: string[];
}

/** Runs each day. */
export interface DailySchedule extends ScheduleBounds, AtTimes {
  /** A schedule by days. */
  type: "Daily";
}

/** Runs on some days of each week. */
export interface WeeklySchedule extends ScheduleBounds, AtTimes {
  /** A schedule by weekdays. */
  type: "Weekly";
  /** At least one day. None may occur twice. */
  weekdays: Weekday[];
}

/**
 * Runs every `recurrence` months, on a day of the month or on an ordinal weekday. Months without that day are skipped.
 */
export interface MonthlySchedule extends ScheduleBounds, AtTimes {
  /** A schedule by months. */
  type: "Monthly";
  /** Months between runs: 1 to 12. */
  recurrence: number;
  /** The day in those months. */
  occurrence: DayOfMonth | OrdinalWeekday;
}

/** A day of the month, such as the fifteenth. */
export interface DayOfMonth {
  /** A day by its number. */
  occurrenceType: "DayOfMonth";
  /** The day's number: 1 to 31. Months without it are skipped. */
  dayOfMonth: number;
}

/** A weekday of the month, such as the second Tuesday. */
export interface OrdinalWeekday {
  /** A weekday by its place in the month. */
  occurrenceType: "OrdinalWeekday";
  /** Which of them in the month. Months without a fifth are skipped. */
  weekIndex: "First" | "Second" | "Third" | "Fourth" | "Fifth";
  /** The day of the week. */
  weekday: Weekday;
}

/** When runs start, in one of Fabric's four forms. */
export type Schedule = CronSchedule | DailySchedule | WeeklySchedule | MonthlySchedule;
