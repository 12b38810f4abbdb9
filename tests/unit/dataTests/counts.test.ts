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
  { minRows: 1 },
  { name: "the first", noErrors: true, rows: 50, between: { At: { max: "2026-01-31T08:30:00Z" } } },
];

describe("the document that counts for a query", () => {
  it("is exactly this one, for all expectations together", async () => {
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
  const [first, , third] = every as [Expectation, Expectation, Expectation];
  const lines: CountLine[] = [
    { what: "0 accepted", column: "Status", number: 2 },
    { what: "0 between", column: "Amount", number: 1 },
    { what: "0 between", column: "Order Date", number: 0 },
    { what: "0 relationship 0", column: "RegionId", number: 1 },
    { what: "0 relationship 1", column: "Parent", number: 3 },
    { what: "0 freshness", column: "LoadedAt", number: 1 },
    { what: "2 noErrors", column: undefined, number: 1 },
    { what: "missing", column: "At", number: 1 },
  ];

  it("say of each expectation what is not as expected, without a value", () => {
    expect(judgeCounts(lines, first, 0)).to.deep.equal([
      "column Status has 2 values that are not accepted",
      "column Amount has 1 value outside of its bounds",
      "column RegionId has 1 value that occurs in no Regions.Id",
      "column Parent has 3 values that occur in no Orders.OrderId",
      "the newest LoadedAt is older than 24h, or there is none",
    ]);
    expect(judgeCounts(lines, third, 2)).to.deep.equal(["column At is missing", "1 row holds an error in some cell"]);
    expect(judgeCounts(lines, { minRows: 1 }, 1)).to.deep.equal([]);
    const unzoned = [{ what: "0 freshness", column: "LoadedAt", number: 2 }];
    expect(judgeCounts(unzoned, first, 0)).to.deep.equal([
      "column LoadedAt has times without a zone: give freshness.zone",
    ]);
  });
});

describe("the form of what is counted", () => {
  const problems = (expectation: unknown): string =>
    checkTests({ Orders: expectation }, "tests")
      .map(({ place, message }) => `${place}: ${message}`)
      .join("\n");

  it("is taken, one by one or as a list", () => {
    expect(problems(every)).to.equal("");
    expect(problems(every[0])).to.equal("");
  });

  it("names what is wrong, and where", () => {
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
