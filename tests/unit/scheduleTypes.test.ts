import { expect } from "chai";
import type { DataflowScheduleArgs, Schedule } from "../../sdk/index";

/** The compiler checks the arguments. The expectations are those of tsc. */
const typed = (schedule: Schedule): Schedule => schedule;
const bounds = { startDateTime: "", endDateTime: "", localTimeZoneId: "" };

describe("the types of schedules", () => {
  it("accept each kind with its own arguments, and no others", () => {
    const all = [
      typed({ type: "Cron", interval: 5, ...bounds }),
      typed({ type: "Daily", times: ["06:00"], ...bounds }),
      typed({ type: "Weekly", times: ["06:00"], weekdays: ["Monday"], ...bounds }),
      typed({
        ...{ type: "Monthly", times: ["06:00"], recurrence: 1, ...bounds },
        occurrence: { occurrenceType: "DayOfMonth", dayOfMonth: 1 },
      }),
      // @ts-expect-error -- Cron has no times
      typed({ type: "Cron", interval: 5, times: ["06:00"], ...bounds }),
      // @ts-expect-error -- Weekly needs weekdays
      typed({ type: "Weekly", times: ["06:00"], ...bounds }),
      // @ts-expect-error -- a weekday is written out
      typed({ type: "Weekly", times: ["06:00"], weekdays: ["Mon"], ...bounds }),
      // @ts-expect-error -- every kind has an end
      typed({ type: "Daily", times: ["06:00"], startDateTime: "", localTimeZoneId: "" }),
    ];
    expect(all).to.have.length(8);
  });

  it("know both jobs by their short names", () => {
    const job: DataflowScheduleArgs["jobType"][] = ["Refresh", "Publish"];
    // @ts-expect-error -- Fabric's own name
    job.push("Execute");
    expect(job).to.have.length(3);
  });
});
