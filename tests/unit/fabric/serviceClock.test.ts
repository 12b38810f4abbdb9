import { expect } from "chai";
import { ServiceClock } from "../../../sdk/fabric/serviceClock";

const noon = Date.UTC(2026, 0, 1, 12);
/** A machine with these clocks: since its start, and since the epoch. */
const machine = (now = 0, wallTime = now) => ({ now: () => now, wallTime: () => wallTime });
const header = (at: number): string => new Date(at).toUTCString();

describe("the service's clock", () => {
  const cases = {
    "as this one": { service: noon + 300, here: noon + 300 },
    "an hour ahead": { service: noon + 3_600_300, here: noon + 300 },
    "an hour behind": { service: noon - 3_599_700, here: noon + 300 },
  };
  for (const [what, { service, here }] of Object.entries(cases))
    it(`${what} is known to less than 2 seconds from one response, and never too late`, () => {
      const clock = new ServiceClock(machine());
      clock.record(header(service), here);
      // An event one second after that response, by both clocks.
      const earliest = clock.earliest(here + 1_000);
      expect(earliest)
        .to.be.at.most(service + 1_000)
        .and.greaterThan(service + 1_000 - 2_000);
    });

  it("is known more exactly from several responses of the last minute, and ignores an invalid date", () => {
    const clock = new ServiceClock(machine());
    const minute = 60_000;
    clock.record(header(noon + 3_600_000), noon);
    for (const ms of [900, 100, 500]) clock.record(header(noon + 2 * minute + ms), noon + 2 * minute + ms);
    for (const none of [undefined, "", "soon"]) clock.record(none, noon + 9 * minute);
    expect(clock.earliest(noon)).to.equal(noon - 100 - 500);
  });

  it("is this machine's, within 5 seconds, if no response had a date", () => {
    // An hour after the machine's start, a minute after the event.
    expect(new ServiceClock(machine(3_600_000, noon)).earliest(3_540_000)).to.equal(noon - 60_000 - 5_000);
  });

  it("does not change if this machine's clock is set", () => {
    const set = { now: 0, wall: noon };
    const clock = new ServiceClock({ now: () => set.now, wallTime: () => set.wall });
    clock.record(header(noon), 0);
    Object.assign(set, { now: 10_000, wall: noon - 40_000 });
    clock.record(header(noon + 10_000), 10_000);
    expect(clock.earliest(10_000)).to.equal(noon + 10_000 - 500);
  });
});
