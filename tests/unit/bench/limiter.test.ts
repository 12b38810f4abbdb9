import { expect } from "chai";
import { CONCURRENT, type Scenario, simulate } from "../../bench/limiter/simulate";

const later = (byPause: number[][]): number => Math.max(0, ...byPause.flatMap(([, ...pauses]) => pauses));
const first = (byPause: number[][]): number => Math.max(0, ...byPause.map(([refused]) => refused ?? 0));

/** The real limiter, without a configured limit, compared with a client that knows the service's limit. */
describe("the limiter under an unknown limit", function () {
  this.timeout(20_000);
  const sizes = [400, 1200].flatMap((calls) => [1, 2].map((processes) => ({ calls, processes })));

  for (const { calls, processes } of sizes)
    it(`costs nothing without a limit: ${calls} calls, ${processes} processes`, async () => {
      const none: Scenario = { calls, processes, limit: "none", callsPerMinute: 0, retryAfter: "rest" };
      expect(await simulate(none)).to.include({ ratio: 1, refused: 0 });
    });

  for (const limit of ["fixedWindow", "slidingWindow"] as const)
    for (const callsPerMinute of [50, 200, 1000])
      for (const { calls, processes } of sizes)
        it(`respects ${limit} ${callsPerMinute}: ${calls} calls, ${processes} processes`, async () => {
          const { ratio, byPause } = await simulate({ calls, processes, limit, callsPerMinute, retryAfter: "rest" });
          expect(ratio).to.be.within(1, 1.05);
          expect(first(byPause), "refused in the first window").to.be.at.most(CONCURRENT);
          expect(later(byPause), "refused in a later window").to.be.at.most(3);
        });

  it("loses at most two seconds if it starts in the middle of a window, or shares the limit with a later client", async () => {
    for (const limit of ["fixedWindow", "slidingWindow"] as const) {
      const shared = { calls: 400, callsPerMinute: 200, retryAfter: "rest", limit } as const;
      for (const more of [{ windowPassedMs: 30_000 }, { laterMs: 20_000 }]) {
        const { seconds, idealSeconds } = await simulate({ ...shared, processes: 2, ...more });
        expect(seconds - idealSeconds, JSON.stringify(more)).to.be.within(0, 2);
      }
    }
  });

  for (const callsPerMinute of [50, 200, 1000])
    it(`is as fast as the token bucket: ${callsPerMinute} a minute`, async () => {
      const tokens: Scenario = { calls: 1200, processes: 1, limit: "tokenBucket", callsPerMinute, retryAfter: "rest" };
      expect((await simulate(tokens)).ratio).to.be.within(1, 1.05);
    });

  it("waits for the service's Retry-After, even if it is too long, and gets few refusals", async () => {
    const slow: Scenario = {
      calls: 1200,
      processes: 1,
      limit: "fixedWindow",
      callsPerMinute: 200,
      retryAfter: "constant",
    };
    const { seconds, byPause } = await simulate(slow);
    // In a window of 60 s, a pause of 55 s ends too early, so there is a second pause.
    expect(seconds).to.be.within(5 * 110, 5 * 120);
    expect(later(byPause)).to.be.at.most(3);
  });
});
