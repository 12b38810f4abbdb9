import { expect } from "chai";
import type { Action } from "../soak/model/actions";
import { play } from "../soak/model/model";
import { runModel } from "../soak/model/run";

const RUNS = 25;
const SEED = Number(process.env.SOAK_SEED ?? 18);

/** Seeds that once broke the product or the model. */
const once: Record<string, Action[]> = {
  "an edit in the portal while publishing was off is not published unseen": [
    { does: "edit", row: "two", publishOnUpdate: false },
    { does: "up" },
    { does: "portal", row: "one" },
    { does: "edit", publishOnUpdate: true },
    { does: "up" },
    { does: "portal", row: "two" },
    { does: "up" },
  ],
  "a look that is refused does not excuse the write after it": [
    { does: "up" },
    { does: "portal", row: "two" },
    { does: "edit", description: "two", row: "three" },
    { does: "fault", at: "*", skip: 1, fault: "403" },
    { does: "up" },
  ],
  "an edit in the portal that the program follows is seen by the update": [
    { does: "up" },
    { does: "portal", row: "two" },
    { does: "edit", row: "two" },
    { does: "up" },
    { does: "edit", row: "one" },
    { does: "up" },
  ],
};

describe("random edits in the program and in the portal, and random faults,", function () {
  this.timeout(3 * 60_000);

  for (const [title, actions] of Object.entries(once)) it(title, () => play(actions));

  it(`end as declared (${RUNS} random sequences; npm run soak -- --minutes M: more)`, async () => {
    const { runs, failure } = await runModel(RUNS, SEED, 120_000);
    expect(failure ?? "", failure).to.equal("");
    expect(runs).to.be.greaterThan(5);
  });
});
