import { expect } from "chai";
import { CsvError, readCsv } from "../../../sdk/unitTests/csv";

const texts = (csv: string, delimiter?: string) =>
  readCsv(csv, delimiter).map(({ fields }) => fields.map(({ text, isQuoted }) => (isQuoted ? `"${text}"` : text)));

const RIGHT: [string, string, string[][]][] = [
  [
    "lines of either end, the last one without",
    "a,b\r\nc,d\ne,f",
    [
      ["a", "b"],
      ["c", "d"],
      ["e", "f"],
    ],
  ],
  ["quotes, doubled quotes, and what stands in them", '"a,\n""b""",c', [['"a,\n"b""', "c"]]],
  ["nothing, and a quoted nothing", 'a,,""\n', [["a", "", '""']]],
  [
    "a delimiter at the end",
    "a,\n,b\nc,",
    [
      ["a", ""],
      ["", "b"],
      ["c", ""],
    ],
  ],
  ["empty lines, and one with a quoted nothing", 'a\n\n""\n', [["a"], ['""']]],
  ["nothing at all", "", []],
];
const WRONG: [string, string, number][] = [
  ["a quote that is never closed", 'a\n"b', 2],
  ["something behind a closing quote", 'a\n"b"c', 2],
  ["a quote behind a closing quote and a blank", '"b" "c"', 1],
  ["a quote within a field", 'a\n\nb"c', 3],
  ["a quote behind lines in quotes", '"a\nb\nc"\nd"', 4],
];

describe("comma-separated values", () => {
  for (const [what, csv, expected] of RIGHT) it(`are read: ${what}`, () => expect(texts(csv)).to.deep.equal(expected));
  for (const [what, csv, line] of WRONG)
    it(`are refused: ${what}`, () =>
      expect(() => readCsv(csv))
        .to.throw(CsvError)
        .with.property("line", line));
  it("accept any separator", () => {
    for (const delimiter of [";", "\t", "|", "^", "]", "-"])
      expect(texts(`a${delimiter}b,c`, delimiter)).to.deep.equal([["a", "b,c"]]);
  });
  it("name the line where a record starts", () =>
    expect(readCsv('a\n\n"b\nc"\r\nd').map(({ line }) => line)).to.deep.equal([1, 3, 5]));
  it("are read in linear time", () => {
    for (const text of ['"'.repeat(400_001), ",".repeat(400_000), "\r".repeat(400_000), '""'.repeat(200_000)])
      try {
        readCsv(text);
      } catch (error) {
        expect(error).to.be.instanceOf(CsvError);
      }
  });
});
