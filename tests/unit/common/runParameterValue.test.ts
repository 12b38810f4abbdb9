import { expect } from "chai";
import { runParameterValue, sameRunParameterValue, type RunParameterType } from "../../../sdk/common/runParameterValue";

const sent = (type: RunParameterType, given: unknown, asText = false) => {
  const written = runParameterValue(type, given, asText);
  return "value" in written ? written.value : `refused: ${written.wanted}`;
};

describe("a run parameter is sent in the API's form:", () => {
  const table: [RunParameterType, unknown, unknown][] = [
    ["String", "abc", "abc"],
    ["String", "2025-09-15T21:45:00", "2025-09-15T21:45:00"],
    ["Boolean", false, false],
    ["Integer", 25, 25],
    ["Number", 2.5, 2.5],
    ["DateTime", "2025-09-15T21:45:00.000Z", "2025-09-15T21:45:00.000Z"],
    ["DateTime", "2025-09-15T21:45:00", "2025-09-15T21:45:00.000Z"],
    ["DateTime", "2025-09-15 21:45", "2025-09-15T21:45:00.000Z"],
    ["DateTime", "2025-09-15T23:45:00+02:00", "2025-09-15T21:45:00.000Z"],
    ["DateTimeZone", "2025-09-15T21:45:00+02:00", "2025-09-15T21:45:00+02:00"],
    ["DateTimeZone", "2025-09-15T21:45:00.000Z", "2025-09-15T21:45:00+00:00"],
    ["DateTimeZone", "2025-09-15T21:45:00-0330", "2025-09-15T21:45:00-03:30"],
    ["Date", "2025-09-15", "2025-09-15"],
    ["Date", "2025-09-15T00:00:00.000Z", "2025-09-15"],
    ["Time", "21:45:00", "21:45:00"],
    ["Time", "21:45", "21:45:00"],
    ["DateTime", "2025-09-15T21:45:00.1230000", "2025-09-15T21:45:00.123Z"],
    ["DateTimeZone", "2025-09-15T21:45:00.0000000+02:00", "2025-09-15T21:45:00+02:00"],
    ["Time", "21:45:00.000", "21:45:00"],
    ["Duration", "P5DT21H35M30S", "P5DT21H35M30S"],
    ["Duration", "PT90M", "P0DT0H90M0S"],
    ["Duration", "P1WT1.5S", "P7DT0H0M1.5S"],
    ["Date", null, null],
  ];
  for (const [type, given, expected] of table)
    it(`${type} ${String(given)}`, () => expect(sent(type, given)).to.equal(expected));

  const refused: [RunParameterType, unknown][] = [
    ["Boolean", "true"],
    ["Integer", 2.5],
    ["Integer", "25"],
    ["Number", "2.5"],
    ["DateTime", "2025-02-30T21:45:00"],
    ["DateTime", "2025-09-15T24:45:00"],
    ["DateTime", "2025-09-15"],
    ["DateTimeZone", "2025-09-15T21:45:00"],
    ["Date", "2025-09-31"],
    ["Date", "2025-09-15T21:45:00Z"],
    ["Time", "25:00"],
    // A run would use another value than the program gives.
    ["DateTime", "2025-09-15T21:45:00.1234567"],
    ["DateTimeZone", "2025-09-15T21:45:00.5+02:00"],
    ["Time", "21:45:00.9999999"],
    ["Integer", 2 ** 53],
    ["Duration", "P"],
    ["Duration", "1.00:00:00"],
  ];
  for (const [type, given] of refused)
    it(`not ${type} ${String(given)}`, () => expect(sent(type, given)).to.match(/^refused: /));

  it("numbers and flags from texts only if nothing else is possible", () => {
    expect(sent("Integer", "25", true)).to.equal(25);
    expect(sent("Number", "2.5", true)).to.equal(2.5);
    expect(sent("Boolean", "True", true)).to.equal(true);
    expect(sent("Integer", "many", true)).to.match(/^refused/);
    expect(sent("Integer", "9007199254740993", true)).to.match(/^refused: a whole number of at most 15 digits/);
    expect(sent("String", "25", true)).to.equal("25");
  });

  it("equal by meaning, not by text", () => {
    expect(sameRunParameterValue("2025-09-15T21:45:00", "2025-09-15T21:45:00.000Z")).to.equal(true);
    expect(sameRunParameterValue("21:45", "21:45:00")).to.equal(true);
    expect(sameRunParameterValue("P1D", "P1DT0H0M0S")).to.equal(true);
    expect(sameRunParameterValue("north", "south")).to.equal(false);
    expect(sameRunParameterValue(undefined, "x")).to.equal(false);
    expect(sameRunParameterValue(1, "1")).to.equal(false);
  });
});
