import * as sdk from "../../../sdk/index";
import type * as dataflow from "./surface/dataflow";
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
  it("Dataflow", () => {
    holds<Same<dataflow.DataflowTimeouts, sdk.DataflowTimeouts>>();
    holds<Same<dataflow.SensitivityLabel, sdk.SensitivityLabel>>();
    holds<Same<dataflow.DataflowExpectation, sdk.DataflowExpectation>>();
    holds<Same<dataflow.DataflowTestResult, sdk.DataflowTestResult>>();
    holds<Same<dataflow.DataflowDefinition, sdk.DataflowDefinition>>();
    holds<Same<dataflow.DataflowArgs, sdk.DataflowArgs>>();
    holds<Same<dataflow.DataflowConnection, sdk.DataflowConnection>>();
    holds<Same<dataflow.DataflowConnectionIds, sdk.DataflowConnectionIds>>();
    holds<Same<dataflow.DataflowReplacement, sdk.DataflowReplacement>>();
    holds<Same<dataflow.CountedReplacement, sdk.CountedReplacement>>();
    holds<Same<dataflow.LakehouseBinding, sdk.LakehouseBinding>>();
    holds<Same<dataflow.WarehouseBinding, sdk.WarehouseBinding>>();
    holds<Same<dataflow.DataflowBinding, sdk.DataflowBinding>>();
    holds<Same<dataflow.SqlDatabaseBinding, sdk.SqlDatabaseBinding>>();
    holds<Same<dataflow.SqlEndpointBinding, sdk.SqlEndpointBinding>>();
    holds<Same<dataflow.DataflowBindings, sdk.DataflowBindings>>();
    holds<Same<dataflow.InputMap<string>, sdk.InputMap<string>>>();
    holds<Same<dataflow.DataflowOutputs, Pick<sdk.Dataflow, keyof dataflow.DataflowOutputs>>>();
    holds<Same<keyof dataflow.DataflowArgs, keyof sdk.DataflowArgs>>();
  });

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
