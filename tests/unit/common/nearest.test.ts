import { expect } from "chai";
import { listed } from "../../../sdk/common/nearest";
import { problem } from "../../../sdk/common/problem";

describe("names in messages", () => {
  const name = "n".repeat(1_000_000);

  it("are cut if they are longer than the service allows, and counted if there are many", () => {
    expect(listed([name, "B"]))
      .to.have.length.below(400)
      .and.match(/^n+\.\.\., B$/);
    expect(listed(Array.from({ length: 15 }, (_, i) => `N${i}`))).to.match(/N11 and 3 more$/);
  });

  it("cannot make a problem's line endless", () => {
    const { place, message } = problem("error", name, name);
    expect(place.length + message.length).to.be.below(6_000);
  });
});
