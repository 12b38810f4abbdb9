import { expect } from "chai";
import { listed, nearest } from "../../../sdk/common/nearest";
import { problem } from "../../../sdk/common/problem";

describe("names in messages", () => {
  const name = "n".repeat(1_000_000);

  it("are cut if they are longer than the service allows, and counted if there are many", () => {
    expect(listed([name, "B"]))
      .to.have.length.below(400)
      .and.match(/^n+\.\.\., B$/);
    expect(listed(Array.from({ length: 15 }, (_, i) => `N${i}`))).to.match(/N11 and 3 more$/);
  });

  it("of one letter are not similar to each other, except in case", () => {
    expect(nearest("F", ["_", "x"])).to.deep.equal([]);
    expect(nearest("X", ["_", "x"])).to.deep.equal(["x"]);
    expect(nearest("ab", ["ac"])).to.deep.equal(["ac"]);
  });

  it("cannot make a problem's line endless", () => {
    const { place, message } = problem("error", name, name);
    expect(place.length + message.length).to.be.below(6_000);
  });
});
