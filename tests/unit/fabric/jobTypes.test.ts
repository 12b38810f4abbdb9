import { expect } from "chai";
import { currentJobType, jobOutcome, sameJobType } from "../../../sdk/fabric/jobTypes";
import { utcTime } from "../../../sdk/common/times";

describe("a job instance's status", () => {
  const table: [string | undefined, string][] = [
    ["NotStarted", "running"],
    ["InProgress", "running"],
    ["Accepted", "running"],
    ["SomethingNew", "running"],
    [undefined, "running"],
    ["", "running"],
    ["Completed", "completed"],
    ["completed", "completed"],
    ["Failed", "failed"],
    ["Cancelled", "cancelled"],
    ["Canceled", "cancelled"],
    ["Deduped", "deduped"],
  ];
  for (const [status, expected] of table)
    it(`${status} means ${expected}`, () => expect(jobOutcome(status)).to.equal(expected));
});

describe("job types", () => {
  const same: [string, string, boolean][] = [
    ["Refresh", "Execute", true],
    ["refresh", "EXECUTE", true],
    ["Publish", "ApplyChanges", true],
    ["Refresh", "Publish", false],
    ["Pipeline", "pipeline", true],
    ["Pipeline", "Execute", false],
    ["constructor", "Execute", false],
  ];
  for (const [one, other, expected] of same)
    it(`${one} and ${other} are ${expected ? "one" : "two"}`, () => expect(sameJobType(one, other)).to.equal(expected));

  it("have a name in the typed paths", () => {
    const written = ["Refresh", "Publish", "Execute", "ApplyChanges"].map(currentJobType);
    expect(written).to.deep.equal(["execute", "applyChanges", "execute", "applyChanges"]);
  });
});

describe("a time of the service", () => {
  const zone = process.env.TZ;
  before(() => {
    process.env.TZ = "America/New_York";
  });
  after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
  const noon = Date.UTC(2023, 7, 22, 6, 35, 0, 781);
  const table: [string | undefined | null, number | undefined][] = [
    ["2023-08-22T06:35:00.7812154", noon],
    ["2023-08-22T06:35:00.7812154Z", noon],
    ["2023-08-22T06:35:00.781Z", noon],
    ["2023-08-22T08:35:00.781+02:00", noon],
    ["2023-08-22T06:35:00", noon - 781],
    ["yesterday", undefined],
    [undefined, undefined],
    [null, undefined],
  ];
  for (const [text, expected] of table)
    it(`${text} is ${expected === undefined ? "none" : new Date(expected).toISOString()}`, () =>
      expect(utcTime(text)).to.equal(expected));
});
