import { expect } from "chai";
import { table, wrap } from "../../../sdk/cli/table";
import { cut, widthOf } from "../../../sdk/cli/width";

describe("tables for terminals", () => {
  const columns = [
    { name: "name", shrinksTo: 6 },
    { name: "took", align: "right" as const },
  ];

  it("align cells, without spaces at the ends of lines", () => {
    expect(table(columns, [["Sales", "2 s"]])).to.deep.equal(["NAME   TOOK", "Sales   2 s"]);
    expect(table([{ name: "a" }, { name: "b" }], [["x", ""]])).to.deep.equal(["A  B", "x"]);
  });
  it("shorten cells that may be shortened, as little as the width allows", () => {
    expect(table(columns, [["A long name", "2 s"]], 13)[1]).to.equal("A long…   2 s");
    expect(table(columns, [["A long name", "2 s"]], 5)[1], "never below its least width").to.equal("A lon…   2 s");
    expect(table(columns, [["A long name", "2 s"]])[1]).to.equal("A long name   2 s");
  });
  it("count characters as readers do: a letter beyond the basic plane is one", () => {
    expect(cut("𝒜𝒜𝒜𝒜", 4)).to.equal("𝒜𝒜𝒜𝒜");
    expect(cut("𝒜𝒜𝒜𝒜", 3)).to.equal("𝒜𝒜…");
  });
  it("count two cells for a wide character, and the cells of one character for a combined one", () => {
    expect(["売上", "é", "e\u0301", "👩‍👩‍👧", "❤️", "ｱ"].map(widthOf)).to.deep.equal([4, 1, 1, 2, 2, 1]);
    expect(
      table(
        [{ name: "a" }, { name: "b" }],
        [
          ["売上", "x"],
          ["abcd", "y"],
        ],
      ),
    ).to.deep.equal(["A     B", "売上  x", "abcd  y"]);
    expect(cut("売上予測", 6)).to.equal("売上…");
  });
  it("keep the case of names that are data", () => {
    expect(table([{ name: "orderId", isData: true }, { name: "took" }], [])).to.deep.equal(["orderId  TOOK"]);
  });
  it("wrap sentences at spaces", () => {
    expect(wrap("one two three", 7)).to.deep.equal(["one two", "three"]);
    expect(wrap("one two three")).to.deep.equal(["one two three"]);
    expect(wrap("incomprehensible", 5), "a word is not broken").to.deep.equal(["incomprehensible"]);
  });
});
