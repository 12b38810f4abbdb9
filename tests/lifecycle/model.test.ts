import { expect } from "chai";
import type { Action } from "../soak/model/actions";
import { play } from "../soak/model/model";
import { runModel } from "../soak/model/run";

const RUNS = 25;
const SEED = Number(process.env.SOAK_SEED ?? 18);

/** Sequences that once broke the product or the model. */
const once: Record<string, Action[]> = {
  "do not publish an edit in the portal that was made while publishing was off": [
    { does: "edit", row: "two", publishOnUpdate: false },
    { does: "up" },
    { does: "portal", row: "one" },
    { does: "edit", publishOnUpdate: true },
    { does: "up" },
    { does: "portal", row: "two" },
    { does: "up" },
  ],
  "do not write after a refused read": [
    { does: "up" },
    { does: "portal", row: "two" },
    { does: "edit", description: "two", row: "three" },
    { does: "fault", at: "*", skip: 1, fault: "403" },
    { does: "up" },
  ],
  "write a definition after the active run has ended": [
    { does: "edit", runs: "awaited" },
    { does: "up" },
    { does: "edit", row: "two" },
    { does: "run" },
    { does: "up" },
    { does: "edit", row: "one", runs: "cancelled", rollback: true, tested: true },
    { does: "run" },
    { does: "up" },
  ],
  "find an edit in the portal that equals the program's next edit": [
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
