import { expect } from "chai";
import { faults } from "../soak/matrix/faults";
import { rollbackCases, rollbackTitle, runRollbackCase } from "../soak/matrix/rollback";

/** SOAK=1 runs all cases. Otherwise a share runs, with each request and each fault. */
describe("a rollback, with each fault at each request", function () {
  this.timeout(process.env.SOAK ? 20 * 60_000 : 3 * 60_000);

  it("is completed by the next up, which loses nothing and does nothing twice", async () => {
    const all = await rollbackCases();
    const chosen = process.env.SOAK
      ? all
      : all.filter((_, at) => (Math.floor(at / faults.length) * 3 + (at % faults.length)) % 8 === 0);
    expect(new Set(chosen.map(({ fault }) => fault)).size).to.equal(faults.length);
    expect(new Set(chosen.map(({ request }) => request))).to.deep.equal(new Set(all.map(({ request }) => request)));
    const wrong: [string, string[]][] = [];
    for (const one of chosen) {
      const found = await runRollbackCase(one);
      if (found.length > 0) wrong.push([rollbackTitle(one), found]);
    }
    expect(wrong).to.deep.equal([]);
  });
});
