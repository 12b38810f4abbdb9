type Weekday = "Sunday" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";

interface ScheduleBounds {
  /** ISO 8601 UTC. A start in the past starts a run at once. */
  startDateTime: string;
  /** ISO 8601 UTC, later than the start. */
  endDateTime: string;
  /** A Windows time zone id, for example `Central Standard Time`. */
  localTimeZoneId: string;
}

/** When a schedule fires. `interval` is minutes (1 to 5270400); times are `hh:mm` in the schedule's time zone. */
export type ScheduleConfiguration = ScheduleBounds &
  (
    | { type: "Cron"; interval: number }
    | { type: "Daily"; times: string[] }
    | { type: "Weekly"; times: string[]; weekdays: Weekday[] }
    | {
        type: "Monthly";
        times: string[];
        recurrence: number;
        occurrence:
          | { occurrenceType: "DayOfMonth"; dayOfMonth: number }
          | {
              occurrenceType: "OrdinalWeekday";
              weekIndex: "First" | "Second" | "Third" | "Fourth" | "Fifth";
              weekday: Weekday;
            };
      }
  );

/** What a schedule is made of. An update needs all of it as well: the service takes no partial one. */
export interface NewSchedule {
  enabled: boolean;
  configuration: ScheduleConfiguration;
  executionData?: unknown;
}

/** A schedule as the service returns it; a type of configuration that this version does not know passes through. */
export interface Schedule {
  id: string;
  enabled: boolean;
  configuration?: ScheduleConfiguration;
  executionData?: unknown;
  createdDateTime?: string;
  /** Who changed it last. */
  owner?: { id: string; type?: string; displayName?: string };
  [field: string]: unknown;
}
