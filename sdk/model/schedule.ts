/** A day of the week, as Fabric writes it. */
export type Weekday = "Sunday" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";

/** What every kind of schedule has. */
export interface ScheduleBounds {
  /** ISO 8601 in UTC: `2026-01-31T06:00:00Z`. */
  startDateTime: string;
  /** ISO 8601 in UTC, later than the start. */
  endDateTime: string;
  /** A Windows time zone id (`W. Europe Standard Time`) or an IANA name (`Europe/Berlin`). */
  localTimeZoneId: string;
}

/** Every so many minutes, from the start on. */
export interface CronSchedule extends ScheduleBounds {
  /** Counts minutes. */
  type: "Cron";
  /** Minutes, 1 to 5270400 (ten years). */
  interval: number;
}

/** What runs at times of day. */
export interface AtTimes {
  /** 1 to 100 times of day in the schedule's time zone: `06:30`. */
  times: string[];
}

/** Each day. */
export interface DailySchedule extends ScheduleBounds, AtTimes {
  /** Each day. */
  type: "Daily";
}

/** On some days of each week. */
export interface WeeklySchedule extends ScheduleBounds, AtTimes {
  /** On days of the week. */
  type: "Weekly";
  /** At least one, none twice. */
  weekdays: Weekday[];
}

/** Once in so many months, on a day of the month or on an ordinal weekday. A month without that day is skipped. */
export interface MonthlySchedule extends ScheduleBounds, AtTimes {
  /** Once in so many months. */
  type: "Monthly";
  /** Months from one run to the next, 1 to 12. */
  recurrence: number;
  /** On which day of those months. */
  occurrence: DayOfMonth | OrdinalWeekday;
}

/** The fifteenth, for example. */
export interface DayOfMonth {
  /** A day by its number. */
  occurrenceType: "DayOfMonth";
  /** 1 to 31. */
  dayOfMonth: number;
}

/** The second Tuesday, for example. */
export interface OrdinalWeekday {
  /** A weekday by its place in the month. */
  occurrenceType: "OrdinalWeekday";
  /** Which one in the month. Months without a fifth are skipped. */
  weekIndex: "First" | "Second" | "Third" | "Fourth" | "Fifth";
  /** Of which day of the week. */
  weekday: Weekday;
}

/** When runs start, in one of Fabric's four forms. */
export type Schedule = CronSchedule | DailySchedule | WeeklySchedule | MonthlySchedule;
