import { expect } from "chai";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { runCase, type CaseResult } from "../../../sdk/unitTests/runCase";
import { EvaluationError } from "../../../sdk/dataTests/recordBatches";
import { failuresOf, prepared } from "./support";

const M = 'section Section1;\nshared Q = Web.Contents("a");\n';

/** The response of the service: a line of JSON for the columns, and one for each row. */
async function* response(columns: [string, string][], rows: unknown[][]): AsyncGenerator<Uint8Array> {
  yield tableToIPC(tableFromArrays({ Line: [columns, ...rows].map((line) => JSON.stringify(line)) }), "stream");
}

/** The result of a case, for its expectation and the service's response. */
async function judged(expected: string, columns: [string, string][], rows: unknown[][]): Promise<CaseResult> {
  const [only] = await prepared(M, `query: Q\ngiven: { Q: [] }\nexpect: ${expected}`, {
    "rows.csv": "A,Day\n1,2026-01-31\n",
  });
  if (!only || !("document" in only)) throw new Error(failuresOf(only ? [only] : []));
  const result = await runCase(
    () => Promise.resolve(response(columns, rows)),
    only.unit,
    only.document,
    (_): _ is Error => false,
  );
  expect(result.durationMs).to.be.a("number");
  return result;
}

const AB: [string, string][] = [
  ["A", "Int64.Type"],
  ["B", "Text.Type"],
];

/** The expectation, the actual rows, and the failures. These are undefined if the test passes. */
const VERDICTS: [string, string, unknown[][], string[]?, string[]?, string[]?][] = [
  [
    "the same rows in another order",
    "[{ A: 2 }, { A: 1 }]",
    [
      [1, "x"],
      [2, "y"],
    ],
  ],
  ["a row too few", "[{ A: 1 }, { A: 1 }]", [[1, "x"]], ["lacks 1 row"], ["{ A: 1 }"]],
  [
    "a row too many",
    "[{ A: 1, B: x }]",
    [
      [1, "x"],
      [1, "x"],
    ],
    ["has 1 row that is not expected"],
    undefined,
    ['{ A: 1, B: "x" }'],
  ],
  [
    "one row that differs",
    "[{ A: 1, B: x }]",
    [[1, "y"]],
    ["one row differs in B"],
    ['{ A: 1, B: "x" }'],
    ['{ A: 1, B: "y" }'],
  ],
  ["no rows", "[]", []],
  [
    "rows where none are expected",
    "[]",
    [[1, null]],
    ["has 1 row that is not expected"],
    undefined,
    ["{ A: 1, B: null }"],
  ],
  [
    "a key that a row leaves out, which is null",
    "[{ A: 1, B: x }, { A: 2 }]",
    [
      [1, "x"],
      [2, null],
    ],
  ],
  ["null for an empty text", '[{ B: "" }]', [[1, null]], ["one row differs in B"], ['{ B: "" }'], ["{ B: null }"]],
  ["a text for a number", '[{ A: "1" }]', [[1, ""]], ["one row differs in A"], ['{ A: "1" }'], ["{ A: 1 }"]],
  ["a column that is not there", "[{ Colour: 1 }]", [[1, ""]], ["has no column Colour; there are: A, B"]],
  [
    "another order, where order counts",
    "{ ordered: true, rows: [{ A: 2 }, { A: 1 }] }",
    [
      [1, ""],
      [2, ""],
    ],
    ["has the rows in another order: row 1 is { A: 1 }, expected { A: 2 }"],
  ],
  [
    "the same order, where order counts",
    "{ ordered: true, rows: [{ A: 1 }, { A: 2 }] }",
    [
      [1, ""],
      [2, ""],
    ],
  ],
  ["another count", "{ rowCount: 2 }", [[1, ""]], ["has 1 row, expected 2"]],
  [
    "rows among others",
    "{ contains: [{ A: 2 }, { B: x }] }",
    [
      [1, "x"],
      [2, "y"],
    ],
  ],
  [
    "a row that is not among them",
    "{ contains: [{ A: 1 }, { A: 1 }] }",
    [[1, "x"]],
    ["does not contain 1 row"],
    ["{ A: 1 }"],
  ],
  ["all columns in their order", "{ columns: [A, B] }", []],
  ["columns in another order", "{ columns: [B, A] }", [], ["has the columns A, B; expected B, A"]],
  ["columns with types", "{ columns: { A: int64, B: text } }", []],
  ["columns with general types", "{ columns: { A: number, B: any } }", []],
  [
    "a column of another type",
    "{ columns: { A: text, Colour: date } }",
    [],
    ["column A is Int64.Type, expected text", "has no column Colour; there are: A, B"],
  ],
  ["rows from a file", "{ csv: rows.csv, columns: { A: integer } }", [[1, ""]], ["has no column Day; there are: A, B"]],
];

/** A value in a case, and the same value in M's form. */
const EQUAL: [string, unknown][] = [
  ["1", 1],
  ["1.50", 1.5],
  ["0.3", 0.30000000000000004],
  ["-0", 0],
  [".inf", ["number", "Infinity"]],
  ["-.inf", ["number", "-Infinity"]],
  [".nan", ["number", "NaN"]],
  ["true", true],
  ["text", "text"],
  ["2026-01-31", "2026-01-31"],
  ["null", null],
  ["!error", ["error", "why"]],
  ["!error", ["error", null]],
  ["!date 2026-01-31", ["date", "2026-01-31"]],
  ["!time 13:45", ["time", "13:45:00.0000000"]],
  ["!time 13:45:00.25", ["time", "13:45:00.2500000"]],
  ["!datetime 2026-01-31T00:00", ["datetime", "2026-01-31T00:00:00.0000000"]],
  ["!datetimezone 2026-01-31T13:45:00+01:00", ["datetimezone", "2026-01-31T13:45:00.0000000+01:00"]],
  ["!datetimezone 2026-01-31T13:45:00Z", ["datetimezone", "2026-01-31T13:45:00.0000000+00:00"]],
  ["!duration P1DT2H3M4.5S", ["duration", 1, 2, 3, 4.5]],
  ["!duration PT26H", ["duration", 1, 2, 0, 0]],
  ["!duration -PT1H", ["duration", 0, -1, 0, 0]],
  ["!binary AQID", ["binary", "AQID"]],
];
const DIFFERENT: [string, unknown][] = [
  ["1", "1"],
  ["1", 1.00000000000001],
  ["9007199254740991", 9007199254740990],
  ["9007199254740992", 9007199254740994],
  ["2026-01-31", ["date", "2026-01-31"]],
  ["null", ""],
  ["null", ["error", "why"]],
  ["!error", null],
  ["!datetimezone 2026-01-31T13:45:00+01:00", ["datetimezone", "2026-01-31T12:45:00.0000000+00:00"]],
  ["!datetime 2026-01-31T00:00", ["date", "2026-01-31"]],
  ["a list", ["other", "a list"]],
  ['"true"', true],
];

describe("the result of a unit test", () => {
  for (const [what, expected, rows, failures, missing, unexpected] of VERDICTS)
    it(`${failures ? "fails" : "passes"}: ${what}`, async () => {
      const result = await judged(expected, AB, rows);
      expect(result.outcome).to.equal(failures ? "failed" : "passed");
      expect(result.failures).to.deep.equal(failures);
      expect(result.missing).to.deep.equal(missing);
      expect(result.unexpected).to.deep.equal(unexpected);
      expect(result.rows).to.equal(rows.length);
    });

  for (const [expected, sent] of EQUAL)
    it(`${expected} is ${JSON.stringify(sent)}`, async () =>
      expect((await judged(`[{ A: ${expected} }]`, [["A", "Any.Type"]], [[sent]])).failures).to.equal(undefined));
  for (const [expected, sent] of DIFFERENT)
    it(`${expected} is not ${JSON.stringify(sent)}`, async () =>
      expect((await judged(`[{ A: ${expected} }]`, [["A", "Any.Type"]], [[sent]])).failures).to.deep.equal([
        "one row differs in A",
      ]));

  it("has actual values in the form of a case, and errors with their message", async () => {
    const sent = [
      ["duration", 0, -1, 0, -0.5],
      ["error", "no\n::such"],
      ["other", "a table"],
      ["datetime", "2026-01-31T01:02:03.1000000"],
    ];
    const { unexpected } = await judged(
      "[]",
      sent.map((_, i) => [`C${i}`, "Any.Type"]),
      [sent],
    );
    expect(unexpected).to.deep.equal([
      '{ C0: -PT1H0.5S, C1: !error "no\\n::such", C2: a table, C3: 2026-01-31T01:02:03.1 }',
    ]);
  });

  it("says that there are more rows than it compares", async () => {
    const rows = Array.from({ length: 10_001 }, (_, i) => [i, ""]);
    const { failures, rows: seen } = await judged("{ contains: [{ A: 1 }] }", AB, rows);
    expect(failures).to.deep.equal(["has more than 10000 rows; reduce the rows of the case"]);
    expect(seen).to.equal(10_000);
  });

  it("has a limit of its size", async () => {
    const rows = Array.from({ length: 18 }, (_, i) => [i, "x".repeat(1024 * 1024)]);
    const thrown = await judged("[]", AB, rows).catch((error: Error) => error.message);
    expect(thrown).to.equal("the result has more than 16777216 characters; reduce the rows of the case");
  });

  it("is an error with the service's message if the service evaluates nothing, and the next case runs", async () => {
    const [only] = await prepared(M, "query: Q\ngiven: { Q: [] }\nexpect: []");
    if (!only || !("document" in only)) throw new Error("no document");
    const failing = (error: Error) =>
      runCase(
        () => Promise.reject(error),
        only.unit,
        only.document,
        (e): e is Error => e instanceof RangeError,
      );
    expect(await failing(new EvaluationError("The column 'A'\nwasn't found."))).to.deep.include({
      outcome: "error",
      failures: ["Q could not be evaluated: The column 'A' wasn't found."],
    });
    expect((await failing(new RangeError("refused"))).outcome).to.equal("error");
    const thrown = await failing(new Error("no connection")).catch((error: Error) => error.message);
    expect(thrown).to.equal("no connection");
  });

  for (const [what, lines] of [
    ["no text", [1]],
    ["no JSON", ["{"]],
    ["no list", ["{}"]],
    ["no cell", ['[["A","Any.Type"]]', '[["date","31.01.2026"]]']],
  ] as const)
    it(`is an error if a response has ${what}`, async () => {
      const [only] = await prepared(M, "query: Q\ngiven: { Q: [] }\nexpect: []");
      if (!only || !("document" in only)) throw new Error("no document");
      async function* bytes() {
        yield tableToIPC(tableFromArrays({ Line: [...lines] }), "stream");
      }
      const thrown = await runCase(
        () => Promise.resolve(bytes()),
        only.unit,
        only.document,
        (_): _ is Error => false,
      ).catch((error: Error) => error.message);
      expect(thrown).to.match(/line of the result|cell of the result/);
    });
});
