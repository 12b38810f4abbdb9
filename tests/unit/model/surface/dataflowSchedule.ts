import type * as pulumi from "@pulumi/pulumi";

// What programs were written against. A line here never changes; what is new is added.

export type Weekday = "Sunday" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday";

export interface ScheduleBounds {
  startDateTime: pulumi.Input<string>;
  endDateTime: pulumi.Input<string>;
  localTimeZoneId: pulumi.Input<string>;
}

export interface CronSchedule extends ScheduleBounds {
  type: "Cron";
  interval: pulumi.Input<number>;
}

interface AtTimes {
  times: pulumi.Input<pulumi.Input<string>[]>;
}

export interface DailySchedule extends ScheduleBounds, AtTimes {
  type: "Daily";
}

export interface WeeklySchedule extends ScheduleBounds, AtTimes {
  type: "Weekly";
  weekdays: pulumi.Input<pulumi.Input<Weekday>[]>;
}

export interface MonthlySchedule extends ScheduleBounds, AtTimes {
  type: "Monthly";
  recurrence: pulumi.Input<number>;
  occurrence: pulumi.Input<DayOfMonth | OrdinalWeekday>;
}

export interface DayOfMonth {
  occurrenceType: "DayOfMonth";
  dayOfMonth: pulumi.Input<number>;
}

export interface OrdinalWeekday {
  occurrenceType: "OrdinalWeekday";
  weekIndex: pulumi.Input<"First" | "Second" | "Third" | "Fourth" | "Fifth">;
  weekday: pulumi.Input<Weekday>;
}

export type Schedule = CronSchedule | DailySchedule | WeeklySchedule | MonthlySchedule;

export interface DataflowScheduleArgs {
  workspaceId: pulumi.Input<string>;
  dataflowId: pulumi.Input<string>;
  jobType?: pulumi.Input<"Refresh" | "Publish">;
  enabled?: pulumi.Input<boolean>;
  schedule: pulumi.Input<Schedule>;
  executeOption?: pulumi.Input<"ApplyChangesIfNeeded" | "SkipApplyChanges">;
  parameters?: pulumi.Input<{ [name: string]: pulumi.Input<string | number | boolean | Date | null> }>;
}

export interface DataflowScheduleOutputs {
  readonly workspaceId: pulumi.Output<string>;
  readonly dataflowId: pulumi.Output<string>;
  readonly jobType: pulumi.Output<"Refresh" | "Publish" | undefined>;
  readonly enabled: pulumi.Output<boolean | undefined>;
  readonly schedule: pulumi.Output<pulumi.Unwrap<Schedule>>;
}
