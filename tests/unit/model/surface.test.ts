import * as sdk from "../../../sdk/index";
import type * as refresh from "./surface/dataflowRefresh";
import type * as schedule from "./surface/dataflowSchedule";

/** Compiles where each can stand for the other: programs go on compiling, and nothing becomes looser. */
type Same<One, Other> = [One] extends [Other]
  ? [Other] extends [One]
    ? true
    : "the public type refuses less"
  : "the public type refuses more";
const holds = <_Proof extends true>(): void => {};

/* The compiler is the test: `npm run lint` and the compiled run fail where one of these lines does not hold. */
describe("the public types are those that programs were written against:", () => {
  it("DataflowRefresh", () => {
    holds<Same<refresh.DataflowRefreshArgs, sdk.DataflowRefreshArgs>>();
    holds<Same<refresh.DataflowOwner, sdk.DataflowOwner>>();
    holds<Same<refresh.RunFailure, sdk.RunFailure>>();
    holds<Same<refresh.DataflowRefreshOutputs, Pick<sdk.DataflowRefresh, keyof refresh.DataflowRefreshOutputs>>>();
    holds<Same<keyof refresh.DataflowRefreshArgs, keyof sdk.DataflowRefreshArgs>>();
  });

  it("DataflowSchedule", () => {
    holds<Same<schedule.DataflowScheduleArgs, sdk.DataflowScheduleArgs>>();
    holds<Same<schedule.DataflowScheduleOutputs, Pick<sdk.DataflowSchedule, keyof schedule.DataflowScheduleOutputs>>>();
    holds<Same<keyof schedule.DataflowScheduleArgs, keyof sdk.DataflowScheduleArgs>>();
    holds<Same<schedule.ScheduleBounds, sdk.ScheduleBounds>>();
    holds<Same<schedule.CronSchedule, sdk.CronSchedule>>();
    holds<Same<schedule.DailySchedule, sdk.DailySchedule>>();
    holds<Same<schedule.WeeklySchedule, sdk.WeeklySchedule>>();
    holds<Same<schedule.MonthlySchedule, sdk.MonthlySchedule>>();
    holds<Same<schedule.DayOfMonth, sdk.DayOfMonth>>();
    holds<Same<schedule.OrdinalWeekday, sdk.OrdinalWeekday>>();
    holds<Same<schedule.Schedule, sdk.Schedule>>();
    holds<Same<schedule.Weekday, sdk.Weekday>>();
  });
});
