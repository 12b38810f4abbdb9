import { expect } from "chai";
import { explainingTime, explainMember } from "../../../../sdk/definition/m/explain";

const long = `shared Q = {${"1, ".repeat(6_000)}`;

describe("the message of Microsoft's parser", () => {
  it("says what is wrong with a member, and where", async () => {
    for (const [text, offset, message] of [
      ["shared A = {1 2};", 14, /^Expected to find either a comma/],
      ["shared A = \n#", 12, /^Unexpected read/],
      ['shared A = "', 11, /^Unterminated string/],
      ["shared A = 0xg;", 11, /^Expected a hex literal/],
    ] as const) {
      const failure = await explainMember(text);
      expect(failure?.message).to.match(message);
      expect(failure?.offset, text).to.equal(offset);
    }
  });

  it("is missing if the time of the document is over, before or meanwhile", async () => {
    const time = explainingTime();
    await explainMember("shared A = {1 2};", time);
    expect(time.leftMs).to.be.greaterThan(0).and.lessThan(1_000);
    for (const leftMs of [0, 0.001]) expect(await explainMember(long, { leftMs }), `${leftMs} ms`).to.equal(undefined);
  });
});
