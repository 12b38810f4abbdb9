import { expect } from "chai";
import { CONCURRENT, type Scenario, simulate } from "../../bench/limiter/simulate";

const later = (byPause: number[][]): number => Math.max(0, ...byPause.flatMap(([, ...pauses]) => pauses));
const first = (byPause: number[][]): number => Math.max(0, ...byPause.map(([refused]) => refused ?? 0));

/** The real limiter, which knows no number, next to a client that knows the service's limit. */
describe("the limiter under a limit that nobody told it", function () {
  this.timeout(20_000);
  const sizes = [400, 1200].flatMap((calls) => [1, 2].map((processes) => ({ calls, processes })));

  for (const { calls, processes } of sizes)
    it(`costs nothing where there is none: ${calls} calls, ${processes} processes`, async () => {
      const none: Scenario = { calls, processes, limit: "none", callsPerMinute: 0, retryAfter: "rest" };
      expect(await simulate(none)).to.include({ ratio: 1, refused: 0 });
    });

  for (const limit of ["fixedWindow", "slidingWindow"] as const)
    for (const callsPerMinute of [50, 200, 1000])
      for (const { calls, processes } of sizes)
        it(`keeps to ${limit} ${callsPerMinute}: ${calls} calls, ${processes} processes`, async () => {
          const { ratio, byPause } = await simulate({ calls, processes, limit, callsPerMinute, retryAfter: "rest" });
          expect(ratio).to.be.within(1, 1.05);
          expect(first(byPause), "refused in the first window").to.be.at.most(CONCURRENT);
          expect(later(byPause), "refused in a later window").to.be.at.most(3);
        });

  it("loses no more than two seconds where it begins in the middle of a window, or shares with somebody who comes later", async () => {
    for (const limit of ["fixedWindow", "slidingWindow"] as const) {
      const shared = { calls: 400, callsPerMinute: 200, retryAfter: "rest", limit } as const;
      for (const more of [{ windowPassedMs: 30_000 }, { laterMs: 20_000 }]) {
        const { seconds, idealSeconds } = await simulate({ ...shared, processes: 2, ...more });
        expect(seconds - idealSeconds, JSON.stringify(more)).to.be.within(0, 2);
      }
    }
  });

  for (const callsPerMinute of [50, 200, 1000])
    it(`goes as fast as tokens come: ${callsPerMinute} a minute`, async () => {
      const tokens: Scenario = { calls: 1200, processes: 1, limit: "tokenBucket", callsPerMinute, retryAfter: "rest" };
      expect((await simulate(tokens)).ratio).to.be.within(1, 1.05);
    });

  it("waits for as long as the service asks, if that is too long too, and meets few refusals", async () => {
    const slow: Scenario = {
      calls: 1200,
      processes: 1,
      limit: "fixedWindow",
      callsPerMinute: 200,
      retryAfter: "constant",
    };
    const { seconds, byPause } = await simulate(slow);
    // Of a window of 60 s, the pause of 55 s leaves one that is over too early, and a second.
    expect(seconds).to.be.within(5 * 110, 5 * 120);
    expect(later(byPause)).to.be.at.most(3);
  });
});
