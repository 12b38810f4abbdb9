import { expect } from "chai";
import { faults } from "../soak/matrix/faults";
import { operations } from "../soak/matrix/operations";
import { casesOf, runCases, tenthOf, title, undisturbed, type Case } from "../soak/matrix/run";

describe("each operation of the lifecycles, with each fault at each request", function () {
  this.timeout(4 * 60_000);
  const found = new Map<Case, string[]>();
  let all: Case[] = [];
  let chosen: Case[] = [];

  before(async () => {
    const calm = await undisturbed();
    all = casesOf(calm);
    chosen = tenthOf(all);
    await runCases(chosen, calm, (one, wrong) => found.set(one, wrong));
  });

  it("has at least 300 cases, of which a tenth runs here, with every operation and every fault", () => {
    expect(all.length).to.be.at.least(300);
    expect(new Set(chosen.map(({ fault }) => fault))).to.have.property("size", faults.length);
    expect(new Set(chosen.map(({ operation }) => operation))).to.have.property("size", operations.length);
  });

  it("ends as without the fault, in time, without unnecessary requests", () => {
    expect(found).to.have.property("size", chosen.length);
    expect([...found].filter(([, wrong]) => wrong.length > 0).map(([one, wrong]) => [title(one), wrong])).to.deep.equal(
      [],
    );
  });
});
