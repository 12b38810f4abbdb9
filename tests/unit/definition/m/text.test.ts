import { expect } from "chai";
import fc from "fast-check";
import { escapeM } from "../../../../sdk/common/escapeM";
import { bareName, literalText, textLiteral, unescapeM, writtenName } from "../../../../sdk/definition/m/text";
import { scan } from "../../../../sdk/definition/m/tokens";

describe("M text", () => {
  const table: [value: string, written: string][] = [
    ["plain", '"plain"'],
    ['say "hi"', '"say ""hi"""'],
    ["a\r\nb", '"a#(cr,lf)b"'],
    ["a\nb\tc", '"a#(lf)b#(tab)c"'],
    ["#(lf)", '"#(#)(lf)"'],
    ["\u0000", '"#(0000)"'],
    ["é 漢 😀", '"é 漢 😀"'],
    ["", '""'],
  ];
  for (const [value, written] of table)
    it(`has ${JSON.stringify(value)} as ${written}`, () => expect(textLiteral(value)).to.equal(written));

  it("may have escapes by name, by code and in lists", () => {
    expect(unescapeM("a#(cr,lf)b#(000D)#(0001F600)#(#)(x)")).to.equal("a\r\nb\r😀#(x)");
    expect(unescapeM("#(nothing) #(zz")).to.equal("#(nothing) #(zz");
  });

  it("is written on one line as one token, and reads back as the same text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const written = textLiteral(value);
        expect(literalText(written)).to.equal(value);
        expect(written).not.to.match(/[\r\n]/);
        expect(scan(written)).to.deep.equal([{ kind: "text", start: 0, end: written.length }]);
      }),
    );
  });

  it("has quotes around a name only if M needs them, and reads the name back", () => {
    expect(["Sales", "All orders", "let", "text", "1st", "a.b", 'say "x"', "_"].map(writtenName)).to.deep.equal([
      "Sales",
      '#"All orders"',
      '#"let"',
      '#"text"',
      '#"1st"',
      "a.b",
      '#"say ""x"""',
      "_",
    ]);
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (name) => {
        expect(bareName(writtenName(name))).to.equal(name);
      }),
    );
    expect(escapeM("a")).to.equal("a");
  });
});
