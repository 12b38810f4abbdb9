import type * as pulumi from "@pulumi/pulumi";

export type Weekday = "Sunday" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";

/** What every kind of schedule has. */
export interface ScheduleBounds {
  /** ISO 8601 in UTC: `2026-01-31T06:00:00Z`. */
  startDateTime: pulumi.Input<string>;
  /** ISO 8601 in UTC, later than the start. */
  endDateTime: pulumi.Input<string>;
  /** A Windows time zone id (`W. Europe Standard Time`) or an IANA name (`Europe/Berlin`). */
  localTimeZoneId: pulumi.Input<string>;
}

/** Every so many minutes, from the start on. */
export interface CronSchedule extends ScheduleBounds {
  type: "Cron";
  /** Minutes, 1 to 5270400 (ten years). */
  interval: pulumi.Input<number>;
}

interface AtTimes {
  /** 1 to 100 times of day in the schedule's time zone: `06:30`. */
  times: pulumi.Input<pulumi.Input<string>[]>;
}

/** Each day. */
export interface DailySchedule extends ScheduleBounds, AtTimes {
  type: "Daily";
}

/** On some days of each week. */
export interface WeeklySchedule extends ScheduleBounds, AtTimes {
  type: "Weekly";
  weekdays: pulumi.Input<pulumi.Input<Weekday>[]>;
}

/** Once in so many months, on a day of the month or on an ordinal weekday. A month without that day is skipped. */
export interface MonthlySchedule extends ScheduleBounds, AtTimes {
  type: "Monthly";
  /** Months from one run to the next, 1 to 12. */
  recurrence: pulumi.Input<number>;
  occurrence: pulumi.Input<DayOfMonth | OrdinalWeekday>;
}

export interface DayOfMonth {
  occurrenceType: "DayOfMonth";
  /** 1 to 31. */
  dayOfMonth: pulumi.Input<number>;
}

/** The second Tuesday, for example. */
export interface OrdinalWeekday {
  occurrenceType: "OrdinalWeekday";
  weekIndex: pulumi.Input<"First" | "Second" | "Third" | "Fourth" | "Fifth">;
  weekday: pulumi.Input<Weekday>;
}

export type Schedule = CronSchedule | DailySchedule | WeeklySchedule | MonthlySchedule;
