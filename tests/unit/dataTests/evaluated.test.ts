import { expect } from "chai";
import type { Expectation } from "../../../sdk/model/expectation";
import type { QueryTable } from "../../emulator/arrow";
import { resultsOf } from "./evaluated";

const failuresOf = async (...given: Parameters<typeof resultsOf>): Promise<string[]> => {
  const { results, evaluatedQueries } = await resultsOf(...given);
  expect(evaluatedQueries).to.deep.equal(["Q (counts)"]);
  return results.flatMap(({ failures = [] }) => failures);
};
const bad = { error: "We couldn't convert to Number." };
const ids = (...values: unknown[]): QueryTable => ({ columns: { Id: values }, types: { Id: "int64" } });
const now = (column: unknown[], type: "datetime" | "datetimezone" | "date"): QueryTable => ({
  columns: { At: column },
  types: { At: type },
});

/** Expectations of rows, and their failures, with the document evaluated as M. */
const cases: Record<string, [rows: string | QueryTable, expectation: Expectation, failures: string[]]> = {
  "enough rows": [ids(1, 2), { minRows: 2, maxRows: 2 }, []],
  "too few rows": [ids(1), { minRows: 2 }, ["has 1 row, expected at least 2"]],
  "too many rows": [ids(1, 2, 3), { maxRows: 2 }, ["has more than 2 rows"]],
  "more rows than are read by default": [ids(...Array.from({ length: 1500 }, (_, i) => i)), { minRows: 1200 }, []],
  "no rows at all": [ids(), { notNull: ["Id"], unique: ["Id"], between: { Id: { min: 0 } }, noErrors: true }, []],
  "a table without columns": ["#table({}, {})", { columns: { A: "any" } }, ["column A is missing; there are none"]],
  "types of columns": [
    `#table(type table [T = text, I = Int64.Type, N = number, C = Currency.Type, D = date, Z = datetimezone, U = any,
      L = logical, B = binary, P = duration, H = time, X = nullable Int16.Type], {})`,
    {
      columns: {
        T: "text",
        I: "int64",
        N: "double",
        C: "decimal",
        D: "date",
        Z: "datetimezone",
        U: "any",
        L: "logical",
        B: "binary",
        P: "duration",
        H: "time",
        X: "integer",
      },
    },
    [],
  ],
  "other types of columns": [
    "#table(type table [T = text, I = Int64.Type, C = Currency.Type, Z = datetimezone, U = any], {})",
    { columns: { T: "int64", I: "int32", C: "double", Z: "datetime", U: "text" } },
    [
      "column T is text, expected int64",
      "column I is int64, expected int32",
      "column C is currency, expected double",
      "column Z is datetimezone, expected datetime",
      "column U is any, expected text",
    ],
  ],
  "columns that are not there, each once": [
    ids(1),
    { columns: { A: "text" }, notNull: ["A", "B"], unique: ["A"], between: { B: { min: 1 } } },
    ["column A is missing; there are Id", "column B is missing; there are Id"],
  ],
  nulls: [ids(1, null, null), { notNull: ["Id"] }, ["column Id has 2 nulls"]],
  "values that occur more than once; null is none": [
    ids(1, 2, 1, 2, 2, 3, null, null),
    { unique: ["Id"] },
    ["column Id has 2 values that occur more than once"],
  ],
  "texts that differ by case alone": [{ columns: { A: ["a", "A"] } }, { unique: ["A"] }, []],
  "an error in a cell: of a row, of a column, and the other cells": [
    { columns: { A: [1, bad, null, 1], B: ["x", "y", "z", bad] } },
    { notNull: ["A"], unique: ["A"], between: { A: { min: 2 } } },
    [
      "column A has 1 error",
      "column A has 1 null",
      "column A has 1 value that occurs more than once",
      "column A has 2 values outside of its bounds",
      "2 rows hold an error in some cell",
    ],
  ],
  "an error in a cell, where nothing is expected": [
    { columns: { A: [bad] } },
    {},
    ["1 row holds an error in some cell"],
  ],
  "an error in a cell that no expectation reads": [
    { columns: { A: [1], B: [bad] } },
    { between: { A: { min: 1 } } },
    [],
  ],
  "errors after the rows that are read": [{ columns: { A: [1, bad] } }, { noErrors: true, rows: 1 }, []],
  "values that are not accepted; null is not judged": [
    { columns: { A: ["open", "gone", null, "Open"] } },
    { accepted: { A: ["open"] } },
    ["column A has 2 values that are not accepted"],
  ],
  "values outside of bounds": [
    { columns: { A: [-1, 0, 5, 6, null] } },
    { between: { A: { min: 0, max: 5 } } },
    ["column A has 2 values outside of its bounds"],
  ],
  "bounds of dates": [
    { columns: { D: ["2019-12-31", "2020-01-01"] }, types: { D: "date" } },
    { between: { D: { min: "2020-01-01" } } },
    ["column D has 1 value outside of its bounds"],
  ],
  "only the first rows": [ids(1, null), { notNull: ["Id"], rows: 1 }, []],
  "a fresh time with a zone": [
    now(["2026-06-01T11:30:00Z"], "datetimezone"),
    { freshness: { column: "At", within: "1h" } },
    [],
  ],
  "an old time with a zone": [
    now(["2026-06-01T10:30:00Z", null], "datetimezone"),
    { freshness: { column: "At", within: "1h" } },
    ["the newest At is older than 1h, or there is none"],
  ],
  "a time without a zone, which is not given": [
    now(["2026-06-01T11:30:00Z"], "datetime"),
    { freshness: { column: "At", within: "1h" } },
    ["column At has times without a zone: give freshness.zone"],
  ],
  "a time without a zone": [
    now(["2026-06-01T13:30:00Z"], "datetime"),
    { freshness: { column: "At", within: "30m", zone: "+02:00" } },
    [],
  ],
  "an old time without a zone": [
    now(["2026-06-01T11:30:00Z"], "datetime"),
    { freshness: { column: "At", within: "31m", zone: "+02:00" } },
    ["the newest At is older than 31m, or there is none"],
  ],
  "a date, in a zone": [now(["2026-06-01"], "date"), { freshness: { column: "At", within: "24h", zone: "Z" } }, []],
  "no time at all": [
    now([], "datetimezone"),
    { freshness: { column: "At", within: "1h" } },
    ["the newest At is older than 1h, or there is none"],
  ],
  "a number": ["5", { minRows: 1 }, ["does not return a table"]],
  "a function": ["(x) => x", { noErrors: true }, ["does not return a table"]],
  "a record, with something to be counted": ["[A = 1]", { accepted: { A: [1] } }, ["does not return a table"]],
  "an error": ['error "secret sauce is gone"', {}, ["could not be evaluated: Expression.Error: secret sauce is gone"]],
  "an error that M's own record describes": [
    'error [Reason = "Own.Reason", Message = "no rows"]',
    { unique: ["A"] },
    ["could not be evaluated: Own.Reason: no rows"],
  ],
};

describe("the expectations of a query, evaluated by M's specification in one document", () => {
  for (const [what, [rows, expectation, failures]] of Object.entries(cases))
    it(what, async () => {
      expect(await failuresOf(rows, expectation)).to.deep.equal(failures);
    });

  it("can require values of another query, of the query itself, and of an unknown query", async () => {
    const rows: QueryTable = { columns: { Id: [1, 2, 3], Region: ["a", "z", null], Parent: [null, 1, 9] } };
    const Regions: QueryTable = { columns: { Code: ["a", "b", "b", null] } };
    const relationship = [
      { column: "Region", to: { query: "Regions", column: "Code" } },
      { column: "Parent", to: { query: "Q", column: "Id" } },
      { column: "Region", to: { query: "Regions", column: "Id" } },
      { column: "Region", to: { query: "Number", column: "Id" } },
    ];
    expect(await failuresOf(rows, { relationship }, { Regions, Number: "1" })).to.deep.equal([
      "column Region has 1 value that does not occur in Regions.Code",
      "column Parent has 1 value that does not occur in Q.Id",
      "Regions has no column Id",
      "Number does not return a table",
    ]);
  });

  it("each report their failure, with any severity of the others", async () => {
    const { results, evaluatedQueries } = await resultsOf(
      { columns: { Name: ["a", null], Id: [1, 1] } },
      [
        { minRows: 2, notNull: ["Name"] },
        { name: "no number", severity: "warn", between: { Name: { min: 1 } } },
        { name: "other", severity: "warn", relationship: { column: "Id", to: { query: "Broken", column: "Id" } } },
        { unique: ["Id"], name: "ids" },
      ],
      { Broken: 'error "gone"' },
    );
    expect(evaluatedQueries).to.deep.equal(["Q (counts)"]);
    expect(results.map(({ outcome, failures }) => [outcome, ...(failures ?? [])])).to.deep.equal([
      ["failed", "column Name has 1 null"],
      [
        "warned",
        "could not be evaluated: column Name: Expression.Error: We cannot apply operator < to types text and number.",
      ],
      ["warned", "could not be evaluated: column Id: Expression.Error: gone"],
      ["failed", "column Id has 1 value that occurs more than once"],
    ]);
  });

  it("accept columns with any names", async () => {
    const names = [
      'a "b"',
      "a.b",
      "#shared",
      "#(lf)",
      "a\nb",
      "ü 漢 😀",
      "]",
      "Query",
      "rows",
      "error",
      "each",
      " ",
      "a times",
    ];
    for (const name of names) {
      const rows: QueryTable = { columns: { [name]: ["x", "x", null], [`${name} times`]: [1, 2, 3] } };
      const expectation: Expectation = {
        columns: { [name]: "text" },
        notNull: [name],
        unique: [name],
        accepted: { [name]: ["y"] },
        between: { [name]: { min: 1 } },
        relationship: { column: name, to: { query: "Q", column: `${name} times` } },
      };
      const failures = await failuresOf(rows, expectation);
      expect(failures.join("\n"), name)
        .to.match(/has 1 null\n/)
        .and.match(/has 1 value that occurs more than once\n/)
        .and.match(/has 2 values that are not accepted\n/)
        .and.match(/has 2 values that do not occur in /)
        .and.match(/could not be evaluated: column /);
    }
  });

  it("accept queries with any names, and hide none", async () => {
    for (const name of ["Query", "Other0", "Line", "By", "rows", "Q (counts)", "q (COUNTS)", "Newest", "Columns"]) {
      const { results } = await resultsOf(`#"${name}"`, { minRows: 3 }, { [name]: ids(1, 2, 3) });
      expect(results[0], name).to.deep.include({ outcome: "passed", rows: 3 });
    }
    const { results } = await resultsOf(ids(1), { minRows: 1 }, { "Table.RowCount": "(table) => 7" });
    expect(results[0]?.failures?.[0]).to.match(/a query named Table.RowCount hides M's own Table.RowCount/);
  });

  it("can have many columns and be many, in one document", async () => {
    const columns = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`C${i}`, [i, null]]));
    const all = Object.keys(columns);
    expect(await failuresOf({ columns }, { notNull: all, unique: all })).to.have.length(100);
    const many = Array.from({ length: 100 }, (_, i): Expectation => ({
      name: `e${i}`,
      between: { C0: { max: i - 1 } },
    }));
    expect(await failuresOf({ columns }, many)).to.deep.equal(["column C0 has 1 value outside of its bounds"]);
    const { results } = await resultsOf({ columns }, [{ accepted: { C0: ["x".repeat(524_288)] } }]);
    expect(results[0]?.failures?.[0]).to.match(/has \d+ bytes, but the service takes 524288/);
  });
});
