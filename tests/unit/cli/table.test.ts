import { expect } from "chai";
import { beside, hanging, table, wrap, wrapLines } from "../../../sdk/cli/table";
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
  it("shorten only cells that may be shortened, and as little as the width allows", () => {
    expect(table(columns, [["A long name", "2 s"]], 13)[1]).to.equal("A long…   2 s");
    expect(table(columns, [["A long name", "2 s"]], 5)[1], "never less than its smallest width").to.equal(
      "A lon…   2 s",
    );
    expect(table(columns, [["A long name", "2 s"]])[1]).to.equal("A long name   2 s");
  });
  it("count characters like readers: a letter beyond the basic plane is one character", () => {
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
  it("leave out an optional column only if the table does not fit otherwise", () => {
    const wide = [{ name: "name", shrinksTo: 4 }, { name: "id", isOptional: true as const }, { name: "state" }];
    const row = ["Sales of 2026", "1234567890", "same"];
    expect(table(wide, [row], 23)[1]).to.equal("Sal…  1234567890  same");
    expect(table(wide, [row], 21)[1], "the room is for the others").to.equal("Sales of 2026  same");
    expect(table(wide, [row])[1]).to.equal("Sales of 2026  1234567890  same");
  });
  it("put a text beside its label, and below itself if it is too long", () => {
    expect(beside("Name:  ", "a  b", 11), "it fits, so it stays").to.deep.equal(["Name:  a  b"]);
    const long = "the words of a long text";
    expect(beside("Name:  ", long, 27)).to.deep.equal(["Name:  the words of a long", "       text"]);
    expect(beside("Name:  ", long)).to.deep.equal([`Name:  ${long}`]);
    expect(beside("an id of many cells: ", long, 26, 2)).to.deep.equal([
      "an id of many cells: the",
      "  words of a long text",
    ]);
    expect(hanging("  the words of an indented line", 24)).to.deep.equal(["  the words of an", "    indented line"]);
  });
  it("keep lines with a layout of their own", () => {
    expect(wrapLines('{"error": "of many words"}\n  an indented line\nmany words', 8)).to.deep.equal([
      '{"error": "of many words"}',
      "  an indented line",
      "many",
      "words",
    ]);
  });
  it("wrap sentences at spaces", () => {
    expect(wrap("one two three", 7)).to.deep.equal(["one two", "three"]);
    expect(wrap("one two three")).to.deep.equal(["one two three"]);
    expect(wrap("incomprehensible", 5), "a word is not broken").to.deep.equal(["incomprehensible"]);
  });
});
