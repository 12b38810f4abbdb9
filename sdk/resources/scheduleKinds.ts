import type * as model from "../model/schedule";
import type { WithInputs } from "../model/withInputs";

export type { Weekday } from "../model/schedule";

/** What every kind of schedule has. */
export interface ScheduleBounds extends WithInputs<model.ScheduleBounds> {}

/** Every so many minutes, from the start on. */
export interface CronSchedule extends WithInputs<model.CronSchedule> {}

/** Each day. */
export interface DailySchedule extends WithInputs<model.DailySchedule> {}

/** On some days of each week. */
export interface WeeklySchedule extends WithInputs<model.WeeklySchedule> {}

/** Once in so many months, on a day of the month or on an ordinal weekday. A month without that day is skipped. */
export interface MonthlySchedule extends WithInputs<model.MonthlySchedule> {}

/** The fifteenth, for example. */
export interface DayOfMonth extends WithInputs<model.DayOfMonth> {}

/** The second Tuesday, for example. */
export interface OrdinalWeekday extends WithInputs<model.OrdinalWeekday> {}

/** When runs start, in one of Fabric's four forms. */
export type Schedule = CronSchedule | DailySchedule | WeeklySchedule | MonthlySchedule;
