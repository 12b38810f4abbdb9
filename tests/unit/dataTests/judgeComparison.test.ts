import { expect } from "chai";
import type { CountLine } from "../../../sdk/dataTests/countLines";
import { comparisonText, judgeComparison } from "../../../sdk/dataTests/judgeComparison";
import { allowedRows, checkComparison, type Comparison } from "../../../sdk/model/comparison";

const line = (what: string, number: number, column?: string): CountLine => ({ what, column, number });
const rows = (before: number, after = before): CountLine[] => [line("rows before", before), line("rows after", after)];
const judge = (lines: CountLine[], comparison: Partial<Comparison> = {}) =>
  judgeComparison(lines, { key: ["OrderId"], ...comparison });

describe("the counts of a comparison", () => {
  it("pass within the limits, and are kept", () => {
    const lines = [
      ...rows(200, 205),
      line("removed", 1),
      line("added", 6),
      line("changed", 3),
      line("changed cells", 3, "Amount"),
    ];
    const { result, failures } = judge(lines, { maxRemoved: 1, maxAdded: "3%", maxChanged: "1.5%" });
    expect(failures).to.deep.equal([]);
    expect(result).to.deep.equal({
      ...{ rowsBefore: 200, rowsAfter: 205, removed: 1, added: 6, changed: 3, changedCells: { Amount: 3 } },
    });
    expect(comparisonText(result!)).to.equal("200 to 205 rows: 1 removed, 6 added, 3 changed (Amount 3)");
  });

  it("fail for each limit, with the most different columns first", () => {
    const lines = [
      ...[...rows(1000), line("removed", 2), line("added", 51), line("changed", 11)],
      ...[line("changed cells", 1, "Region"), line("changed cells", 11, "Amount")],
    ];
    expect(judge(lines, { maxRemoved: 0, maxAdded: "5%", maxChanged: 10 }).failures).to.deep.equal([
      "2 keys are gone, and maxRemoved is 0",
      "51 keys are new, and maxAdded is 5% of 1000 rows",
      "11 rows are changed (Amount 11, Region 1), and maxChanged is 10",
    ]);
    expect(judge(lines).failures).to.deep.equal([]);
  });

  it("have no further details if the sides cannot be joined", () => {
    const failures = (...lines: CountLine[]) => {
      const judged = judge(lines);
      expect(judged.result).to.equal(undefined);
      return judged.failures;
    };
    expect(failures(...rows(9), line("repeated before", 2), line("repeated after", 1))).to.deep.equal([
      "key is not unique: 2 rows of the live data repeat the OrderId of another",
      "key is not unique: 1 row of the new data repeats the OrderId of another",
    ]);
    expect(failures(...rows(9), line("key errors after", 1))).to.deep.equal([
      "1 row of the new data holds an error in the key",
    ]);
    expect(failures(line("key missing", 1, "OrderId"))).to.deep.equal([
      "column OrderId of the key is not on both sides",
    ]);
    expect(failures(line("no table before", 1))).to.deep.equal(["the live query does not return a table"]);
    expect(failures()).to.deep.equal(["returned no counts"]);
  });

  it("list columns that only one side has, which fail if they must be the same", () => {
    const lines = [
      ...rows(1),
      ...[line("columns removed", 1, "A"), line("columns added", 1, "B"), line("columns retyped", 1, "C")],
    ];
    expect(judge(lines).failures).to.deep.equal([]);
    expect(comparisonText(judge(lines).result!)).to.match(
      /; column A is gone, column B is new, column C is of another type$/,
    );
    expect(judge(lines, { columns: "same" }).failures).to.deep.equal([
      ...["column A is gone", "column B is new", "column C is of another type"],
    ]);
    expect(judge([...rows(1), line("ignored missing", 1, "Loadd")], { ignore: ["Loadd"] }).failures).to.deep.equal([
      "column Loadd of ignore is on neither side",
    ]);
  });

  it("apply percentages to the current rows, rounded down", () => {
    for (const [bound, of, most] of [
      ...([
        ["5%", 0, 0],
        ["5%", 19, 0],
        ["5%", 20, 1],
        ["0.1%", 3000, 3],
        ["29%", 100, 29],
      ] as const),
      ...([
        ["100%", 7, 7],
        [3, 0, 3],
      ] as const),
    ] as const)
      expect(allowedRows(bound, of), `${bound} of ${of}`).to.equal(most);
  });
});

describe("the form of a comparison", () => {
  const problems = (given: unknown) =>
    checkComparison(given, "tests.Orders.compare").map(({ place, message }) => `${place}: ${message}`);

  it("names each mistake and its place", () => {
    expect(problems({ key: ["A"], maxAdded: "5%", maxRemoved: 0, columns: "same", onTimeout: "warn" })).to.deep.equal(
      [],
    );
    for (const [given, message] of [
      [{}, /compare\.key: is missing/],
      [{ key: [] }, /compare\.key: names no column/],
      [{ key: ["A", "A"] }, /compare\.key: names a column twice/],
      [{ key: ["A"], ignore: ["A"] }, /compare\.ignore: names a column of the key/],
      [{ key: ["A"], maxAdded: "5" }, /compare\.maxAdded: must be a whole number of rows, or a share/],
      [{ key: ["A"], maxAdded: "101%" }, /maxAdded: must be/],
      [{ key: ["A"], maxRemoved: -1 }, /maxRemoved: must be/],
      [{ key: ["A"], maxRemove: 1 }, /compare\.maxRemove: is unknown; did you mean maxRemoved\?/],
      [{ key: ["A"], onTimeout: "pass" }, /onTimeout: must be one of "fail", "warn"/],
      ["A", /compare: must be \{ key/],
    ] as const)
      expect(problems(given).join("\n"), JSON.stringify(given)).to.match(message);
  });
});
