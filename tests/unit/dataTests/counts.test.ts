import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { countsDocument } from "../../../sdk/dataTests/countsDocument";
import type { CountLine } from "../../../sdk/dataTests/countLines";
import { judgeCounts } from "../../../sdk/dataTests/judgeCounts";
import { boundLiteral } from "../../../sdk/model/bounds";
import { checkTests, type Expectation } from "../../../sdk/model/expectation";
import { wrongWith } from "../unitTests/support";

const file = (name: string): string => readFileSync(join(__dirname, "../../fixtures/comparisons", name), "utf8");
const every: Expectation[] = [
  {
    accepted: { Status: ["open", 'the "last"', 3, true] },
    between: { Amount: { min: -0.5, max: 1000 }, "Order Date": { min: "2020-01-01" } },
    relationship: [
      { column: "RegionId", to: { query: "Regions", column: "Id" } },
      { column: "Parent", to: { query: "Orders", column: "OrderId" } },
    ],
    freshness: { column: "LoadedAt", within: "24h", zone: "-03:30" },
  },
  { minRows: 1, maxRows: 2000, columns: { OrderId: "int64" }, notNull: ["OrderId", 'Line "No"'], unique: ["OrderId"] },
  { name: "the first", noErrors: true, rows: 50, between: { At: { max: "2026-01-31T08:30:00Z" } } },
];

describe("the document with the counts of a query", () => {
  it("equals this one, for all expectations together", async () => {
    const { queryName, customMashupDocument } = countsDocument(file("candidate.pq"), "Orders", every);
    expect(customMashupDocument).to.equal(file("expectations.pq"));
    expect(queryName).to.equal("Orders (counts)");
    expect(
      (await wrongWith(customMashupDocument, customMashupDocument)).filter((each) => !/Sql\./.test(each)),
    ).to.deep.equal([]);
  });

  it("writes bounds in M's own forms", () => {
    for (const [bound, m] of [
      [0, "0"],
      [-1.5, "-1.5"],
      ["2026-01-31", "#date(2026, 1, 31)"],
      ["2026-01-31T08:05", "#datetime(2026, 1, 31, 8, 5, 0)"],
      ["2026-01-31T08:05:09.25", "#datetime(2026, 1, 31, 8, 5, 9.25)"],
      ["2026-01-31T08:05:09Z", "#datetimezone(2026, 1, 31, 8, 5, 9, 0, 0)"],
      ["2026-01-31T08:05:09-03:30", "#datetimezone(2026, 1, 31, 8, 5, 9, -3, -30)"],
      ["2026-13-01", undefined],
      ["today", undefined],
      [Infinity, undefined],
    ] as const)
      expect(boundLiteral(bound), String(bound)).to.equal(m);
  });
});

describe("the counts of a query", () => {
  const line = (what: string, number = 0, column?: string, text?: string): CountLine => ({
    what,
    column,
    number,
    ...(text !== undefined && { text }),
  });

  it("name the failure of each expectation, without a value", () => {
    const lines = [
      line("column", 0, "Id", "number Int64.Type"),
      line("0 rows", 3),
      line("0 noErrors", 1),
      line("0 unique", 2, "Id"),
      line("1 freshness", 2, "At"),
      line("1 notNull missing", 1, "B"),
    ];
    const expectations: [Expectation, Expectation] = [
      { unique: ["Id"] },
      { freshness: { column: "At", within: "1h" }, notNull: ["B"] },
    ];
    expect(judgeCounts(lines, expectations[0], 0)).to.deep.equal({
      rows: 3,
      failures: ["column Id has 2 values that occur more than once", "1 row holds an error in some cell"],
      errors: [],
    });
    expect(judgeCounts(lines, { freshness: { column: "At", within: "1h" } }, 1).failures).to.deep.equal([
      "column At has times without a zone: give freshness.zone",
    ]);
  });

  it("do not pass if one of them or all are missing", () => {
    for (const expectation of [{}, { minRows: 0 }, { noErrors: true }, { accepted: { A: [1] } }, { columns: {} }])
      expect(judgeCounts([], expectation, 0).failures, JSON.stringify(expectation)).to.deep.equal([
        "returned no counts",
      ]);
    const others = [line("column", 0, "A", "text Text.Type"), line("1 rows", 2), line("1 noErrors", 0)];
    expect(judgeCounts(others, { minRows: 1 }, 0).failures).to.deep.equal(["returned no counts"]);
    expect(judgeCounts(others, { minRows: 1 }, 1).failures).to.deep.equal([]);
  });

  it("name each different error once", () => {
    const lines = [
      line("0 rows failed", 1, undefined, "DataSource.Error: no"),
      line("0 noErrors failed", 1, undefined, "DataSource.Error: no"),
      line("0 unique failed", 1, "A", "DataSource.Error: no"),
      line("0 notNull failed", 1, "A", "Other"),
      line("0 notNull failed", 1, "B", "Other"),
    ];
    const { errors, failures } = judgeCounts(lines, { unique: ["A"], notNull: ["A", "B"] }, 0);
    expect([errors, failures]).to.deep.equal([["DataSource.Error: no", "columns A, B: Other"], []]);
  });
});

describe("the form of expectations", () => {
  const problems = (expectation: unknown): string =>
    checkTests({ Orders: expectation }, "tests")
      .map(({ place, message }) => `${place}: ${message}`)
      .join("\n");

  it("is accepted as one object or as a list", () => {
    expect(problems(every)).to.equal("");
    expect(problems(every[0])).to.equal("");
  });

  it("names each mistake and its place", () => {
    for (const [given, message] of [
      [[], /tests\.Orders: has no expectation/],
      [{ accepted: { A: [] } }, /accepted\.A: is empty/],
      [{ accepted: { A: [null] } }, /accepted\.A\[0\]: must be a text, a number/],
      [{ between: { A: {} } }, /between\.A: has neither min nor max/],
      [{ between: { A: { min: "yesterday" } } }, /between\.A\.min: must be a number, or a date/],
      [{ relationship: { column: "A" } }, /relationship\.to: is missing/],
      [{ relationship: { column: "A", to: { query: "B" } } }, /relationship\.to\.column: is missing/],
      [{ freshness: { column: "A", within: "1d" } }, /freshness\.within: is not a duration/],
      [{ freshness: { column: "A", within: "1h", zone: "CET" } }, /freshness\.zone: is not a time zone/],
      [[{ minRows: 1 }, { severity: "info" }], /tests\.Orders\[1\]\.severity: must be one of "error", "warn"/],
    ] as const)
      expect(problems(given), JSON.stringify(given)).to.match(message);
  });
});
