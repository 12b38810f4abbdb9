/** A day of the week. */
export type WeekdayName = "Sunday" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";

/** What every kind of schedule has. */
export interface ScheduleTimes {
  /** ISO 8601 UTC. A start in the past starts a run at once. */
  startDateTime: string;
  /** ISO 8601 UTC, later than the start. */
  endDateTime: string;
  /** A Windows time zone id, for example `Central Standard Time`. */
  localTimeZoneId: string;
}

/** Every so many minutes. */
export interface CronConfiguration extends ScheduleTimes {
  /** Counts minutes. */
  type: "Cron";
  /** Minutes, 1 to 5270400. */
  interval: number;
}

/** Each day. */
export interface DailyConfiguration extends ScheduleTimes {
  /** Each day. */
  type: "Daily";
  /** `hh:mm` in the schedule's time zone, 1 to 100. */
  times: string[];
}

/** On days of the week. */
export interface WeeklyConfiguration extends ScheduleTimes {
  /** On days of the week. */
  type: "Weekly";
  /** `hh:mm` in the schedule's time zone, 1 to 100. */
  times: string[];
  /** 1 to 7. */
  weekdays: WeekdayName[];
}

/** Once in so many months. */
export interface MonthlyConfiguration extends ScheduleTimes {
  /** Once in so many months. */
  type: "Monthly";
  /** `hh:mm` in the schedule's time zone, 1 to 100. */
  times: string[];
  /** Months from one to the next, 1 to 12. */
  recurrence: number;
  /** On which day. */
  occurrence: DayOfMonthOccurrence | OrdinalWeekdayOccurrence;
}

/** A day of the month by its number. */
export interface DayOfMonthOccurrence {
  /** By number. */
  occurrenceType: "DayOfMonth";
  /** 1 to 31. */
  dayOfMonth: number;
}

/** A weekday by its place in the month. */
export interface OrdinalWeekdayOccurrence {
  /** By weekday. */
  occurrenceType: "OrdinalWeekday";
  /** Which one in the month. */
  weekIndex: "First" | "Second" | "Third" | "Fourth" | "Fifth";
  /** Of which day of the week. */
  weekday: WeekdayName;
}

/** When a schedule fires. */
export type ScheduleConfiguration = CronConfiguration | DailyConfiguration | WeeklyConfiguration | MonthlyConfiguration;

/** What a schedule is made of. An update needs all of it as well: the service takes no partial one. */
export interface NewSchedule {
  /** False keeps the schedule without starting anything. */
  enabled: boolean;
  /** When it fires. */
  configuration: ScheduleConfiguration;
  /** What its runs are told: an `ExecutionData`. */
  executionData?: unknown;
}

/** Whose identity a schedule's runs have. */
export interface ScheduleOwner {
  /** Object id in Entra ID (GUID). */
  id: string;
  /** `User`, `ServicePrincipal`, ... */
  type?: string;
  /** Its name, where the service says it. */
  displayName?: string;
}

/** A schedule as the service returns it; a type of configuration that this version does not know passes through. */
export interface Schedule {
  /** GUID. */
  id: string;
  /** Whether it starts anything. */
  enabled: boolean;
  /** When it fires. */
  configuration?: ScheduleConfiguration;
  /** What its runs are told, where the service shows it. */
  executionData?: unknown;
  /** ISO 8601 UTC. */
  createdDateTime?: string;
  /** Who changed it last. */
  owner?: ScheduleOwner;
  [field: string]: unknown;
}
