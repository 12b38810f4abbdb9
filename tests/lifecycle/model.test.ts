import { expect } from "chai";
import { runModel } from "../soak/model/run";

const RUNS = 25;
const SEED = Number(process.env.SOAK_SEED ?? 18);

describe("whatever is edited, in the program and in the portal, and whatever fails", function () {
  this.timeout(3 * 60_000);

  it(`ends as declared (${RUNS} random sequences; npm run soak -- --minutes M: more)`, async () => {
    const { runs, failure } = await runModel(RUNS, SEED, 120_000);
    expect(failure ?? "", failure).to.equal("");
    expect(runs).to.be.greaterThan(5);
  });
});
