import { expect } from "chai";
import { problemText } from "../../sdk/common/problem";
import { dataflowSchedule } from "../../sdk/lifecycle/dataflowSchedule";
import { UNKNOWN, type Props } from "../../sdk/lifecycle/values";
import { args, cron, daily, monthly, weekly } from "./schedules";

const IN_DEPLOYMENT =
  "urn:pulumi:dev::test::pulumi-fabric-dataflow:index:DataflowDeployment$pulumi-nodejs:dynamic/fabric:DataflowSchedule::sales-nightly";

const silent = { info: () => {}, warn: () => {}, progress: () => {} };

async function problemsOf(news: Props): Promise<string[]> {
  const { problems } = await dataflowSchedule.check({}, news, silent);
  return problems.map(problemText);
}

describe("checking a schedule", () => {
  const bad: [what: string, schedule: unknown, reason: RegExp][] = [
    ["no object", "daily", /^schedule: must be an object/],
    ["no type", { ...daily, type: undefined }, /^schedule\.type: is missing/],
    ["an unknown type", { ...daily, type: "Hourly" }, /^schedule\.type: must be one of "Cron"/],
    ["no start", { ...daily, startDateTime: undefined }, /^schedule\.startDateTime: is missing/],
    ["no end", { ...daily, endDateTime: undefined }, /^schedule\.endDateTime: is missing/],
    ["no time zone", { ...daily, localTimeZoneId: undefined }, /^schedule\.localTimeZoneId: is missing/],
    ["a start with an offset", { ...daily, startDateTime: "2030-01-01T00:00:00+01:00" }, /startDateTime: is not a time in UTC/],
    ["a date alone", { ...daily, startDateTime: "2030-01-01" }, /startDateTime: is not a time in UTC/],
    ["a day that no month has", { ...daily, startDateTime: "2030-02-30T00:00:00Z" }, /startDateTime: is not a time in UTC/],
    ["an hour that no day has", { ...daily, endDateTime: "2031-01-01T25:00:00Z" }, /endDateTime: is not a time in UTC/],
    ["an end before the start", { ...daily, endDateTime: "2029-01-01T00:00:00Z" }, /endDateTime: must be later/],
    ["an end at the start", { ...daily, endDateTime: daily.startDateTime }, /endDateTime: must be later/],
    ["a misspelt zone", { ...daily, localTimeZoneId: "Europe/Berlni" }, /localTimeZoneId: is not a time zone.*did you mean Europe\/Berlin/],
    ["a zone that Windows lacks", { ...daily, localTimeZoneId: "Antarctica/Troll" }, /has no Windows time zone, which Fabric needs/],
    ["an empty zone", { ...daily, localTimeZoneId: "" }, /localTimeZoneId: must be the name/],
    ["Cron without interval", { ...cron, interval: undefined }, /^schedule\.interval: is missing/],
    ["an interval of 0", { ...cron, interval: 0 }, /interval: must be a whole number from 1 to 5270400/],
    ["an interval above ten years", { ...cron, interval: 5_270_401 }, /interval: must be a whole number/],
    ["half a minute", { ...cron, interval: 0.5 }, /interval: must be a whole number/],
    ["an interval as text", { ...cron, interval: "60" }, /interval: must be a whole number/],
    ["Daily without times", { ...daily, times: undefined }, /^schedule\.times: is missing/],
    ["no times at all", { ...daily, times: [] }, /times: has 0 entries; the service takes 1 to 100/],
    ["101 times", { ...daily, times: Array.from({ length: 101 }, (_, i) => `00:${i}`) }, /times: has 101 entries/],
    ["one hour digit", { ...daily, times: ["9:00"] }, /times\[0\]: is not a time of day/],
    ["the 24th hour", { ...daily, times: ["06:00", "24:00"] }, /times\[1\]: is not a time of day/],
    ["seconds", { ...daily, times: ["06:00:00"] }, /times\[0\]: is not a time of day/],
    ["a time twice", { ...daily, times: ["06:00", "06:00"] }, /times\[1\]: occurs twice/],
    ["Weekly without weekdays", { ...weekly, weekdays: undefined }, /^schedule\.weekdays: is missing/],
    ["a short weekday", { ...weekly, weekdays: ["Mon"] }, /weekdays\[0\]: must be one of "Sunday"/],
    ["a weekday twice", { ...weekly, weekdays: ["Monday", "Monday"] }, /weekdays\[1\]: occurs twice/],
    ["Monthly without recurrence", { ...monthly, recurrence: undefined }, /^schedule\.recurrence: is missing/],
    ["a recurrence of 13", { ...monthly, recurrence: 13 }, /recurrence: must be a whole number from 1 to 12/],
    ["Monthly without occurrence", { ...monthly, occurrence: undefined }, /^schedule\.occurrence: is missing/],
    ["a 32nd day", { ...monthly, occurrence: { occurrenceType: "DayOfMonth", dayOfMonth: 32 } }, /occurrence\.dayOfMonth: must be/],
    ["an unknown occurrence", { ...monthly, occurrence: { occurrenceType: "Last" } }, /occurrence\.occurrenceType: must be one of/],
    ["a sixth weekday", { ...monthly, occurrence: { occurrenceType: "OrdinalWeekday", weekIndex: "Sixth", weekday: "Monday" } }, /occurrence\.weekIndex: must be one of/],
    ["another kind's key", { ...daily, weekdays: ["Monday"] }, /weekdays: belongs to type "Weekly"/],
    ["an unknown key", { ...daily, timezone: "UTC" }, /timezone: is unknown/],
    ["an occurrence's unknown key", { ...monthly, occurrence: { ...monthly.occurrence, day: 2 } }, /occurrence\.day: is unknown; there are: dayOfMonth/],
  ]; // prettier-ignore
  for (const [what, schedule, reason] of bad)
    it(`refuses ${what}, and first names the place`, async () => {
      const problems = await problemsOf({ ...args, schedule });
      expect(problems, JSON.stringify(problems)).to.have.length(1);
      expect(problems[0]).to.match(reason);
    });

  const badArguments: [what: string, props: Props, reason: RegExp][] = [
    ["no dataflow", { dataflowId: undefined }, /^dataflowId: is missing/],
    ["a workspace's name for its id", { workspaceId: "Sales" }, /^workspaceId: is not a valid GUID/],
    ["Fabric's name of a job", { jobType: "Execute" }, /^jobType: must be one of "Refresh", "Publish"/],
    ["a text for a flag", { enabled: "yes" }, /^enabled: must be true or false/],
    ["parameters of a publish", { jobType: "Publish", parameters: { Day: 1 } }, /^parameters: is only for jobType "Refresh"/],
    ["a list as a parameter", { parameters: { Day: [1] } }, /^parameters\.Day: must be a text/],
    ["an unknown option", { executeOption: "Always" }, /^executeOption: must be one of/],
    ["a misspelt key of a deployment's schedule", { option: {}, __declaration: { urn: IN_DEPLOYMENT } }, /^option: is unknown; did you mean options\?/],
    ["an argument that nobody knows", { enable: false }, /^enable: is unknown; did you mean enabled\?/],
  ]; // prettier-ignore
  for (const [what, props, reason] of badArguments)
    it(`refuses ${what}`, async () => {
      const problems = await problemsOf({ ...args, schedule: daily, ...props });
      expect(problems, JSON.stringify(problems)).to.have.length(1);
      expect(problems[0]).to.match(reason);
    });

  it("accepts each type", async () => {
    const ordinal = {
      ...monthly,
      occurrence: { occurrenceType: "OrdinalWeekday", weekIndex: "Fifth", weekday: "Friday" },
    };
    for (const schedule of [cron, daily, weekly, monthly, ordinal])
      expect(await problemsOf({ ...args, schedule }), schedule.type).to.deep.equal([]);
  });
  it("accepts unknown values everywhere", async () => {
    for (const schedule of [
      UNKNOWN,
      { ...daily, type: UNKNOWN },
      { ...daily, startDateTime: UNKNOWN, localTimeZoneId: UNKNOWN },
      { ...daily, times: ["06:00", UNKNOWN, UNKNOWN] },
      { ...monthly, occurrence: UNKNOWN },
    ])
      expect(await problemsOf({ ...args, dataflowId: UNKNOWN, schedule })).to.deep.equal([]);
  });
});
