import type * as model from "../model/schedule";
import type { WithInputs } from "../model/withInputs";

export type { Weekday } from "../model/schedule";

/** Keys that every kind of schedule has. */
export interface ScheduleBounds extends WithInputs<model.ScheduleBounds> {}

/** Runs every `interval` minutes after the start. */
export interface CronSchedule extends WithInputs<model.CronSchedule> {}

/** Runs each day. */
export interface DailySchedule extends WithInputs<model.DailySchedule> {}

/** Runs on some days of each week. */
export interface WeeklySchedule extends WithInputs<model.WeeklySchedule> {}

/**
 * Runs every `recurrence` months, on a day of the month or on an ordinal weekday. Months without that day are skipped.
 */
export interface MonthlySchedule extends WithInputs<model.MonthlySchedule> {}

/** A day of the month, such as the fifteenth. */
export interface DayOfMonth extends WithInputs<model.DayOfMonth> {}

/** A weekday of the month, such as the second Tuesday. */
export interface OrdinalWeekday extends WithInputs<model.OrdinalWeekday> {}

/** When runs start, in one of Fabric's four forms. */
export type Schedule = CronSchedule | DailySchedule | WeeklySchedule | MonthlySchedule;
