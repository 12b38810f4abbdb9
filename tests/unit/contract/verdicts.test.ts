import { expect } from "chai";
import { parseDestinationText } from "../../../sdk/contract/destinationText";
import { compareTables, type Finding } from "../../../sdk/contract/verdicts";
import type { WrittenTable } from "../../../sdk/contract/writtenTables";

const LAKE = "lakehouse 22222222-2222-4222-8222-222222222222";
const OTHER_LAKE = "lakehouse 33333333-3333-4333-8333-333333333333";

/** `Orders: lakehouse .../dbo.Orders Replace fixed; A text`, as in states. */
function tables(...texts: string[]): WrittenTable[] {
  return texts.map((line) => {
    const [, query = "", text = ""] = /^(\w+): (.*)$/.exec(line) ?? [];
    const parsed = parseDestinationText(text.replace(/^L2/, OTHER_LAKE).replace(/^L/, LAKE), query);
    if (!parsed) throw new Error(`no destination: ${line}`);
    return parsed;
  });
}

const shown = ({ verdict, rule, query, column }: Finding): string =>
  `${verdict} ${rule} ${query}${column === undefined ? "" : `.${column}`}`;

const verdicts = (before: string[], after: string[], renames: Record<string, string> = {}): string[] =>
  compareTables(tables(...before), tables(...after), new Map(Object.entries(renames))).map(shown);

describe("verdicts about destination tables", () => {
  const cells: [says: string, before: string, after: string, verdicts: string[]][] = [
    // Fixed schema.
    [
      "fixed, a column is no longer mapped",
      "L/T Replace fixed; A, B",
      "L/T Replace fixed; A",
      ["warning column-not-filled Q.B"],
    ],
    ["fixed, a column is mapped anew", "L/T Append fixed; A", "L/T Append fixed; A, B", ["warning column-mapped Q.B"]],
    [
      "fixed, another family of types",
      "L/T Replace fixed; A text",
      "L/T Replace fixed; A int64",
      ["warning column-retyped Q.A"],
    ],
    ["fixed, another type of the family", "L/T Replace fixed; A int64", "L/T Replace fixed; A number", []],
    [
      "fixed, a mapping to another name",
      "L/T Replace fixed; A",
      "L/T Replace fixed; A -> B",
      ["warning column-not-filled Q.A", "warning column-mapped Q.B"],
    ],
    // Dynamic, Replace.
    ["dynamic, a column goes", "L/T Replace dynamic; A, B", "L/T Replace dynamic; A", ["breaking column-gone Q.B"]],
    ["dynamic, a column comes", "L/T Replace dynamic; A", "L/T Replace dynamic; A, B", ["note column-new Q.B"]],
    [
      "dynamic, another type",
      "L/T Replace dynamic; A int64",
      "L/T Replace dynamic; A number",
      ["breaking column-retyped Q.A"],
    ],
    ["dynamic, another name", "L/T Replace dynamic; A", "L/T Replace dynamic; A -> B", ["breaking column-renamed Q.A"]],
    ["dynamic, the same type stored alike", "L/T Replace dynamic; A number", "L/T Replace dynamic; A percentage", []],
    ["dynamic, types that nobody compares", "L/T Replace dynamic; A decimal", "L/T Replace dynamic; A currency", []],
    // Automatic settings of a new target.
    [
      "automatic, a column goes",
      "L/T Replace automatic; A, B",
      "L/T Replace automatic; A",
      ["breaking column-gone Q.B"],
    ],
    ["automatic, a column comes", "L/T Replace automatic; A", "L/T Replace automatic; A, B", ["note column-new Q.B"]],
    [
      "automatic, another type",
      "L/T Replace automatic; A text",
      "L/T Replace automatic; A date",
      ["breaking column-retyped Q.A"],
    ],
    ["automatic, other columns may be there now", "L/T Replace automatic; A, B", "L/T Replace automatic; A, ...", []],
    [
      "automatic, other columns may have been there",
      "L/T Replace automatic; A, ...",
      "L/T Replace automatic; A, B",
      [],
    ],
    [
      "automatic, a column goes of a table with others",
      "L/T Replace automatic; A, B, ...",
      "L/T Replace automatic; A",
      ["breaking column-gone Q.B"],
    ],
    ["automatic, a type is not known any more", "L/T Replace automatic; A text", "L/T Replace automatic; A", []],
    ["automatic, a type becomes known", "L/T Replace automatic; A", "L/T Replace automatic; A text", []],
    ["automatic, only the order changes", "L/T Replace automatic; A, B", "L/T Replace automatic; B, A", []],
    ["automatic, only the case changes", "L/T Replace automatic; Amount", "L/T Replace automatic; amount", []],
    [
      "automatic, a name that the destination writes so anyway",
      'L/T Replace automatic; #"Net amount"',
      "L/T Replace automatic; Net_amount",
      [],
    ],
    // Between fixed and dynamic schema.
    [
      "fixed becomes automatic: what was filled goes",
      "L/T Replace fixed; A, B",
      "L/T Replace automatic; A",
      ["breaking column-gone Q.B"],
    ],
    [
      "fixed becomes automatic: its types were the table's own",
      "L/T Replace fixed; A int64",
      "L/T Replace automatic; A number",
      [],
    ],
    [
      "automatic becomes fixed: the table keeps all",
      "L/T Replace automatic; A, B",
      "L/T Replace fixed; A",
      ["warning column-not-filled Q.B"],
    ],
    ["rows were kept", "L/T Append fixed; A", "L/T Replace fixed; A", ["breaking append-to-replace Q"]],
    ["rows are kept from now on", "L/T Replace fixed; A", "L/T Append fixed; A", []],
    // Unknown settings or columns.
    ["unknown settings", "L/T Replace automatic; A, B", "L/T Append unknown; A", ["warning unknown-combination Q"]],
    ["unknown settings that were there before", "L/T Append unknown; A, B", "L/T Append unknown; A", []],
    [
      "unknown settings that replace",
      "L/T Append unknown; A",
      "L/T Replace unknown; A",
      ["breaking append-to-replace Q", "warning unknown-combination Q"],
    ],
    [
      "more columns than a state keeps",
      "L/T Replace automatic; 90 columns, hash 0123456789ab",
      "L/T Replace automatic; A",
      ["note columns-not-kept Q"],
    ],
    // Another table.
    ["another table", "L/T Replace fixed; A", "L/U Replace fixed; A", ["breaking destination-moved Q"]],
    ["another schema", "L/dbo.T Replace fixed; A", "L/sales.T Replace fixed; A", ["breaking destination-moved Q"]],
    ["another item", "L/T Replace fixed; A", "L2/T Replace fixed; A", ["breaking destination-moved Q"]],
    [
      "another kind of item",
      "L/T Replace fixed; A",
      "warehouse 22222222-2222-4222-8222-222222222222/T Replace fixed; A",
      ["breaking destination-moved Q"],
    ],
    ["an item by its name, which may be the same", "L/T Replace fixed; A", "lakehouse Lake/T Replace fixed; A", []],
    [
      "another name of an item",
      "lakehouse One/T Replace fixed; A",
      "lakehouse Two/T Replace fixed; A",
      ["breaking destination-moved Q"],
    ],
    [
      "another variable, which may have the same value",
      'lakehouse #"$(A)"/T Replace fixed; A',
      'lakehouse #"$(B)"/T Replace fixed; A',
      [],
    ],
    ["the schema that is the default", "L/T Replace fixed; A", "L/dbo.T Replace fixed; A", []],
    ["a destination that is unknown now", "L/T Replace fixed; A", "? ?/? Replace fixed; A", []],
    ["names in another case", "L/T Replace fixed; A", "L/t Replace fixed; A", []],
  ];
  for (const [says, before, after, expected] of cells)
    it(says, () => expect(verdicts([`Q: ${before}`], [`Q: ${after}`])).to.deep.equal(expected));

  it("include a table that is no longer written", () => {
    expect(verdicts(["Q: L/T Replace fixed; A"], [])).to.deep.equal(["breaking destination-gone Q"]);
    expect(verdicts(["Q: ? ?/? Replace fixed; A"], []), "the table is unknown").to.deep.equal([]);
  });

  it("depend on the table, not on the query that is written to it", () => {
    expect(verdicts(["Q: L/T Replace fixed; A"], ["R: L/T Replace fixed; A"])).to.deep.equal([]);
    expect(verdicts(["Q: L/T Replace automatic; A, B"], ["R: L/T Replace automatic; A"])).to.deep.equal([
      "breaking column-gone R.B",
    ]);
    const swapped = verdicts(
      ["Q: L/T Append fixed; A", "R: L/U Append fixed; B"],
      ["Q: L/U Append fixed; B", "R: L/T Append fixed; A"],
    );
    expect(swapped).to.deep.equal([]);
    const both = verdicts(["Q: L/T Append fixed; A", "R: L/T Append fixed; A"], ["R: L/T Append fixed; A"]);
    expect(both, "another query still writes to it").to.deep.equal([]);
  });

  it("find the table of a renamed query if the renames are known", () => {
    expect(verdicts(["Q: L/T Replace fixed; A"], ["R: L/U Replace fixed; A"], { R: "Q" })).to.deep.equal([
      "breaking destination-moved R",
    ]);
    expect(verdicts(["Q: L/T Replace fixed; A"], ["R: L/U Replace fixed; A"])).to.deep.equal([
      "breaking destination-gone Q",
    ]);
  });

  it("include for a new table only unknown settings", () => {
    expect(verdicts([], ["Q: L/T Replace automatic; A"])).to.deep.equal([]);
    expect(verdicts([], ["Q: L/T Append unknown; A"])).to.deep.equal(["warning unknown-combination Q"]);
  });

  it("include columns without a mapping if the M is available", () => {
    const [before, after] = [tables("Q: L/T Replace fixed; A"), tables("Q: L/T Replace fixed; A")];
    const found = compareTables([{ ...before[0]!, unmapped: ["X"] }], [{ ...after[0]!, unmapped: ["X", "B"] }]);
    expect(found.map(shown)).to.deep.equal(["note column-ignored Q.B"]);
  });

  it("of thousands of tables take linear time", () => {
    const written = (table: (at: number) => string) =>
      tables(...Array.from({ length: 8_000 }, (_, at) => `Q${at}: L/${table(at)} Replace fixed; A`));
    const [here, there, one] = [written((at) => `T${at}`), written((at) => `U${at}`), written(() => "T")];
    const before = process.cpuUsage();
    expect(compareTables(here, [...here].reverse())).to.have.lengthOf(0);
    expect(compareTables(here, one)).to.have.lengthOf(8_000);
    expect(compareTables(one, there)).to.have.lengthOf(8_000);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).to.be.lessThan(5);
  }).timeout(60_000);
});
