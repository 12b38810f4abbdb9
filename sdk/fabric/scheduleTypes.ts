/** A day of the week. */
export type WeekdayName = "Sunday" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";

/** The fields that every kind of schedule has. */
export interface ScheduleTimes {
  /** When the schedule begins (ISO 8601 UTC). A time in the past starts a run at once. */
  startDateTime: string;
  /** When the schedule ends (ISO 8601 UTC). Later than the start. */
  endDateTime: string;
  /** Windows time zone id, for example `Central Standard Time`. */
  localTimeZoneId: string;
}

/** A schedule that starts a run every `interval` minutes. */
export interface CronConfiguration extends ScheduleTimes {
  /** Every `interval` minutes. */
  type: "Cron";
  /** Minutes between two starts, 1 to 5270400. */
  interval: number;
}

/** A schedule that starts runs every day. */
export interface DailyConfiguration extends ScheduleTimes {
  /** Every day. */
  type: "Daily";
  /** Times of day as `hh:mm` in the schedule's time zone. 1 to 100 of them. */
  times: string[];
}

/** A schedule that starts runs on days of the week. */
export interface WeeklyConfiguration extends ScheduleTimes {
  /** On days of the week. */
  type: "Weekly";
  /** Times of day as `hh:mm` in the schedule's time zone. 1 to 100 of them. */
  times: string[];
  /** Days of the week. 1 to 7 of them. */
  weekdays: WeekdayName[];
}

/** A schedule that starts runs on one day of every `recurrence` months. */
export interface MonthlyConfiguration extends ScheduleTimes {
  /** On one day of every `recurrence` months. */
  type: "Monthly";
  /** Times of day as `hh:mm` in the schedule's time zone. 1 to 100 of them. */
  times: string[];
  /** Months from one occurrence to the next, 1 to 12. */
  recurrence: number;
  /** The day of the month. */
  occurrence: DayOfMonthOccurrence | OrdinalWeekdayOccurrence;
}

/** A day of the month by its number. */
export interface DayOfMonthOccurrence {
  /** A day by its number. */
  occurrenceType: "DayOfMonth";
  /** Day of the month, 1 to 31. */
  dayOfMonth: number;
}

/** A weekday by its place in the month. */
export interface OrdinalWeekdayOccurrence {
  /** A weekday by its place in the month. */
  occurrenceType: "OrdinalWeekday";
  /** Its place in the month. */
  weekIndex: "First" | "Second" | "Third" | "Fourth" | "Fifth";
  /** The day of the week. */
  weekday: WeekdayName;
}

/** When a schedule starts runs. */
export type ScheduleConfiguration = CronConfiguration | DailyConfiguration | WeeklyConfiguration | MonthlyConfiguration;

/** The fields of a new schedule. An update needs all of them, too: the service does not take partial updates. */
export interface NewSchedule {
  /** True if the schedule starts runs. */
  enabled: boolean;
  /** When it starts runs. */
  configuration: ScheduleConfiguration;
  /** The input of its runs: an `ExecutionData`. Default: none. */
  executionData?: unknown;
}

/** The identity that owns a schedule. Its runs have this identity. */
export interface ScheduleOwner {
  /** Object id in Entra ID (GUID). */
  id: string;
  /** Kind of identity: `User`, `ServicePrincipal`, ... */
  type?: string;
  /** Name of the identity. Absent if the service does not report it. */
  displayName?: string;
}

/** A schedule as the service returns it. A type of configuration that this version does not know passes through. */
export interface Schedule {
  /** Id of the schedule (GUID). */
  id: string;
  /** True if the schedule starts runs. */
  enabled: boolean;
  /** When it starts runs. */
  configuration?: ScheduleConfiguration;
  /** The input of its runs. Absent if there is none, or if the service does not return it. */
  executionData?: unknown;
  /** When it was created (ISO 8601 UTC). */
  createdDateTime?: string;
  /** The identity that changed it last. */
  owner?: ScheduleOwner;
  [field: string]: unknown;
}
