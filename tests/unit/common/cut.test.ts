import { expect } from "chai";
import { cut } from "../../../sdk/common/cut";

describe("shortening a long or deep value", () => {
  const deep = (levels: number): unknown => (levels === 0 ? "end" : { in: deep(levels - 1) });

  it("does not change short values", () => {
    for (const value of [null, 1, "text", true, { a: [1, { b: null }] }, deep(15)])
      expect(cut(value)).to.deep.equal(value);
  });

  it("keeps the beginning of texts, lists and objects", () => {
    expect(cut("abcdef", { characters: 3 })).to.equal("abc ...");
    expect(cut([1, 2, 3, 4, 5], { characters: 4 })).to.deep.equal([1, 2, 3, "..."]);
    expect(cut({ code: "E1", message: "x".repeat(100), more: 1 }, { characters: 20 })).to.deep.equal({
      code: "E1",
      message: "xxxxxx ...",
      "...": "...",
    });
  });

  it("shortens values of any depth and any width", () => {
    expect(cut(deep(100), { depth: 2 })).to.deep.equal({ in: { in: "..." } });
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key${i}`, i]));
    expect(JSON.stringify(cut(wide)).length).to.be.lessThan(20_000);
  });
});
