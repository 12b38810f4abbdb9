import { expect } from "chai";
import { mashupMembers } from "./mashup";

describe("M in the emulator", () => {
  it("has names in any script", () => {
    const members = mashupMembers(
      "section S;\nshared Umsätze = 1;\nshared 売上 = Umsätze + 1;\nshared Größe_2.x = 売上;",
    );
    expect(members.map(({ name }) => name)).to.deep.equal(["Umsätze", "売上", "Größe_2.x"]);
    expect(members[1]?.tokens).to.deep.equal(["Umsätze", "+", "1"]);
  });
});
