import { expect } from "chai";
import { isoTime } from "../../../sdk/common/times";
import { durationMs, newestFirst } from "../../../sdk/fabric/jobTimes";
import type { JobInstance } from "../../../sdk/fabric/jobTypes";

const run = (id: string, startTimeUtc?: string, endTimeUtc?: string): JobInstance => ({
  ...{ id, itemId: "", jobType: "Execute", invokeType: "Manual", status: "" },
  ...(startTimeUtc !== undefined && { startTimeUtc }),
  ...(endTimeUtc !== undefined && { endTimeUtc }),
});

describe("times of runs", () => {
  it("order runs newest first, with or without a Z; a run that has not started is the newest", () => {
    const runs = [
      run("old", "2026-01-01T00:00:00.1234567"),
      run("queued"),
      run("new", "2026-01-01T00:00:02Z"),
      run("middle", "2026-01-01T00:00:01"),
    ];
    expect(newestFirst(runs).map(({ id }) => id)).to.deep.equal(["queued", "new", "middle", "old"]);
  });
  it("give durations until the end, or until now", () => {
    const now = Date.parse("2026-01-01T00:01:00Z");
    expect(durationMs(run("", "2026-01-01T00:00:00", "2026-01-01T00:00:30.5000000"), now)).to.equal(30_500);
    expect(durationMs(run("", "2026-01-01T00:00:00"), now)).to.equal(60_000);
    expect(durationMs(run(""), now)).to.equal(undefined);
    expect(durationMs(run("", "2026-01-01T00:02:00"), now), "clocks differ").to.equal(0);
  });
  it("are shown in whole seconds of UTC", () => {
    expect(isoTime("2026-01-01T00:00:00.9999999")).to.equal("2026-01-01T00:00:00Z");
    expect(isoTime("never")).to.equal(undefined);
    expect(isoTime(null)).to.equal(undefined);
  });
});
