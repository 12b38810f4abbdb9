import { expect } from "chai";
import fc from "fast-check";
import { DefaultSettings, TaskUtils } from "@microsoft/powerquery-parser";
import { scan } from "../../../../sdk/definition/m/tokens";
import { openDefinition } from "../../../../sdk/definition/open";
import { onEveryDefinition } from "../samples";

const ours = (text: string): string[] =>
  scan(text)
    .filter(({ kind }) => kind !== "comment")
    .map(({ start, end }) => text.slice(start, end));

function parsers(text: string): string[] | undefined {
  const lexed = TaskUtils.tryLex(DefaultSettings, text);
  if (!TaskUtils.isLexStageOk(lexed)) return undefined;
  return lexed.lexerSnapshot.tokens.map(({ positionStart, positionEnd }) =>
    text.slice(positionStart.codeUnit, positionEnd.codeUnit),
  );
}

const fragments = [
  ..."let in each if then else error try otherwise meta type section shared null true x Source Table.AddColumn".split(
    " ",
  ),
  ...'#date #shared #"a b" #"a""b" é_1 "" "x""y" "a // b" "#(lf)" 1 1.5 .5 1e5 1.5E-3 0xFF 007 No. St.5 a.b. x..y'.split(
    " ",
  ),
  ..."( ) [ ] { } , ; = => > >= < <= <> + - * / & @ ? ?? .. ... !".split(" "),
  "// line ; comment\n",
  "/* block ; */",
  "/* two\nlines */",
  " ",
  "\n",
  "\r\n",
  "\t",
  '"two\r\nlines"',
];

describe("tokens of M", () => {
  onEveryDefinition("are those of Microsoft's lexer", (parts) => {
    const text = openDefinition(parts)?.mashup as string;
    expect(ours(text)).to.deep.equal(parsers(text));
  });

  it("equal those of Microsoft's lexer for any text that it accepts", () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 12 }), (parts) => {
        const text = parts.join(" ");
        const theirs = parsers(text);
        if (theirs === undefined) return;
        accepted++;
        expect(ours(text)).to.deep.equal(theirs);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).to.be.greaterThan(1500);
  });

  it("cover every character of any text, except white space", () => {
    // M counts NEL as white space, and JavaScript's trim does not.
    const blank = (text: string): string => text.replaceAll("\u0085", "").trim();
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        let at = 0;
        for (const { start, end } of scan(text)) {
          expect(blank(text.slice(at, start))).to.equal("");
          expect(end).to.be.greaterThan(start);
          at = end;
        }
        expect(blank(text.slice(at))).to.equal("");
      }),
    );
  });

  it("end with the text if a quote or comment is not closed", () => {
    for (const text of ['"abc ; x', '#"abc ; x', "/* abc ; x"]) expect(scan(text)).to.have.lengthOf(1);
  });
});
