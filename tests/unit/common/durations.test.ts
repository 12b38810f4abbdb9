import { expect } from "chai";
import { formatElapsed, parseDuration } from "../../../sdk/common/durations";

describe("durations", () => {
  const good: Record<string, number> = {
    "45m": 2_700_000,
    "8h": 28_800_000,
    "1h30m": 5_400_000,
    "90s": 90_000,
    "1.5h": 5_400_000,
    "250ms": 250,
    "1m250ms": 60_250,
  };
  for (const [text, ms] of Object.entries(good))
    it(`${text} is ${ms} ms`, () => {
      expect(parseDuration(text)).to.equal(ms);
    });
  for (const text of ["", "45", "45 m", "m", "0m", "-1h", "1d", "PT45M", "1h foo", "1e3s"])
    it(`"${text}" is not a duration`, () => {
      expect(parseDuration(text)).to.equal(undefined);
    });
  it("elapsed time is short", () => {
    const times = [0, 3_400, 59_400, 125_000, 3_840_000, 90_000_000].map(formatElapsed);
    expect(times).to.deep.equal(["0 s", "3 s", "59 s", "2 min 5 s", "1 h 4 min", "25 h 0 min"]);
  });
});
