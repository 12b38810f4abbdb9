import { expect } from "chai";
import { nextRun, ScheduleConfig } from "./scheduleTimes";

const base = { startDateTime: "2026-01-01T00:00:00", endDateTime: "2027-12-31T23:59:00Z", localTimeZoneId: "UTC" };
const pacific = { ...base, localTimeZoneId: "Pacific Standard Time" };
const second = { occurrenceType: "OrdinalWeekday", weekIndex: "Second", weekday: "Tuesday" } as const;
const last = { occurrenceType: "DayOfMonth", dayOfMonth: 31 } as const;

const cases: [string, ScheduleConfig, string, string | undefined][] = [
  ["Cron, before its start", { type: "Cron", ...base, interval: 10 }, "2025-06-01T00:00:00Z", "2026-01-01T00:00:00Z"],
  ["Cron, between two runs", { type: "Cron", ...base, interval: 10 }, "2026-01-01T00:14:59Z", "2026-01-01T00:20:00Z"],
  ["Cron, exactly at a run", { type: "Cron", ...base, interval: 10 }, "2026-01-01T00:20:00Z", "2026-01-01T00:30:00Z"],
  ["Cron, after its end", { type: "Cron", ...base, interval: 10 }, "2028-01-01T00:00:00Z", undefined],
  [
    "Daily, later today",
    { type: "Daily", ...base, times: ["15:00", "09:00"] },
    "2026-03-01T10:00:00Z",
    "2026-03-01T15:00:00Z",
  ],
  ["Daily, tomorrow", { type: "Daily", ...base, times: ["09:00"] }, "2026-03-01T10:00:00Z", "2026-03-02T09:00:00Z"],
  [
    "Daily in winter's local time",
    { type: "Daily", ...pacific, times: ["09:00"] },
    "2026-02-01T00:00:00Z",
    "2026-02-01T17:00:00Z",
  ],
  [
    "Daily in summer's local time",
    { type: "Daily", ...pacific, times: ["09:00"] },
    "2026-07-01T00:00:00Z",
    "2026-07-01T16:00:00Z",
  ],
  [
    "Weekly",
    { type: "Weekly", ...base, weekdays: ["Monday"], times: ["06:30"] },
    "2026-03-03T00:00:00Z",
    "2026-03-09T06:30:00Z",
  ],
  [
    "Monthly by weekday",
    { type: "Monthly", ...base, recurrence: 1, occurrence: second, times: ["08:00"] },
    "2026-03-01T00:00:00Z",
    "2026-03-10T08:00:00Z",
  ],
  [
    "Monthly, every third month",
    { type: "Monthly", ...base, recurrence: 3, occurrence: second, times: ["08:00"] },
    "2026-02-01T00:00:00Z",
    "2026-04-14T08:00:00Z",
  ],
  [
    "Monthly, a month without that day",
    { type: "Monthly", ...base, recurrence: 1, occurrence: last, times: ["08:00"] },
    "2026-04-01T00:00:00Z",
    "2026-05-31T08:00:00Z",
  ],
];

describe("the next run of a schedule", () => {
  for (const [what, config, after, expected] of cases) {
    it(`${what}: ${expected ?? "none"}`, () => {
      const next = nextRun(config, Date.parse(after));
      expect(next).to.equal(expected === undefined ? undefined : Date.parse(expected));
    });
  }
});
