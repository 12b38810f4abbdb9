import { expect } from "chai";
import { afterRefusal, afterTaken, atOnce, firstPace, type Pace } from "../../../sdk/fabric/pace";

const taken = (pace: Pace, count: number): Pace =>
  Array.from({ length: count }).reduce<Pace>((before) => afterTaken(before, before.pauses, true), pace);

/** 200 calls were accepted, then one was refused. */
const refused = afterRefusal(taken(firstPace(10), 200), 0, 5_000);

describe("the pace of a rate-limit group", () => {
  it("is full speed until a call is refused", () => {
    expect(atOnce(taken(firstPace(10), 100_000), 9)).to.equal(10);
  });

  it("starts again after a refusal, and remembers the number of accepted calls", () => {
    expect(refused).to.include({ ramp: 1, taken: 0, hint: 200, pausedUntil: 5_000, pauses: 1 });
  });

  it("includes calls that were sent before the pause and accepted after the refusal in the former calls", () => {
    expect(afterTaken(refused, 0, true)).to.include({ ramp: 1, taken: 0, hint: 201 });
  });

  it("keeps the later end of two pauses, and has one pause for calls that were refused together", () => {
    expect(afterRefusal(refused, 0, 4_000)).to.include({ pausedUntil: 5_000, pauses: 1 });
    expect(afterRefusal(refused, 0, 6_000)).to.include({ pausedUntil: 6_000, pauses: 1, hint: 200 });
  });

  for (const [calls, underWay, most] of [
    [1, 0, 2],
    [100, 0, 10],
    [190, 0, 5],
    [190, 4, 3],
    [198, 0, 1],
    [199, 0, 1],
    [200, 0, 1],
    [250, 0, 1],
    [300, 0, 2],
    [650, 0, 5],
    [1_200, 0, 10],
  ] as const)
    it(`starts ${most} at once after ${calls} of 200 accepted before, with ${underWay} in progress`, () => {
      expect(atOnce(taken(refused, calls), underWay)).to.equal(most);
    });

  it("keeps the number of accepted calls if a pause was too short for one call", () => {
    expect(afterRefusal(refused, 1, 9_000)).to.include({ hint: 200, pauses: 2, pausedUntil: 9_000 });
  });

  it("does not treat a failure as a sign that more calls may start", () => {
    expect(afterTaken(refused, 1, false)).to.include({ ramp: 1, taken: 1 });
  });
});
