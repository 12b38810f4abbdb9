import { expect } from "chai";
import { runKills } from "../soak/kills/run";

const KILLS = 8;
const SEED = Number(process.env.SOAK_SEED ?? 4);

describe("kill -9 of the dynamic host or of the engine, at any moment", function () {
  this.timeout(7 * 60_000);

  it(`loses nothing and does nothing twice, ${KILLS} times (npm run soak -- --kills N: more)`, async () => {
    const report = await runKills(KILLS, SEED);
    expect(report.lost, "lost").to.deep.equal([]);
    expect(report.doubled, "doubled").to.deep.equal([]);
    expect(report.unstarted, "failures of the test itself").to.deep.equal([]);
    expect(report.hangs, "hangs").to.deep.equal([]);
    expect(report.kills).to.equal(KILLS);
    expect(Object.keys(report.byScenario)).to.have.members([
      "create",
      "update",
      "rollback",
      "refresh",
      "adopt",
      "delete",
    ]);
  });
});
