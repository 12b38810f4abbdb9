import { expect } from "chai";
import { runComparison } from "../../../sdk/dataTests/runComparison";
import type { Comparison } from "../../../sdk/model/comparison";
import { evaluating } from "./evaluated";

const section = (members: Readonly<Record<string, string>>): string =>
  ["section Section1;", ...Object.entries(members).map(([name, m]) => `shared #"${name}" = ${m};`), ""].join("\n");

/** The result of comparing two versions of the query `Q`, with the document evaluated as M. */
async function compared(
  before: string,
  after: string,
  comparison: Partial<Comparison> = {},
  others: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { execute, evaluatedQueries } = evaluating();
  const sides = { live: section({ Q: before, ...others }), mashup: section({ Q: after, ...others }) };
  const { note, failures, warnings } = await runComparison(execute, sides, "Q", { key: ["K"], ...comparison });
  expect(evaluatedQueries.length).to.be.at.most(1);
  return [...(note === undefined ? [] : [note.replace(/^compared /, "")]), ...failures, ...warnings].join("; ");
}
const table = (...rows: string[]): string => `#table({"K", "A"}, {${rows.map((row) => `{${row}}`).join(", ")}})`;

/* Values of each type: two that are equal with different expressions, and another one. */
const KEYS: Readonly<Record<string, [a: string, same: string, other: string]>> = {
  text: ['"a"', 'Text.Combine({"a"})', '"A"'],
  number: ["1", "0.5 + 0.5", "2"],
  logical: ["true", "1 = 1", "false"],
  date: ["#date(2026, 1, 2)", "#date(2026, 1, 1) + #duration(1, 0, 0, 0)", "#date(2026, 1, 3)"],
  time: ["#time(1, 2, 3)", "#time(0 + 1, 2, 3)", "#time(1, 2, 4)"],
  datetime: ["#datetime(2026, 1, 2, 3, 4, 5)", "#datetime(2026, 1, 2, 3, 4, 4 + 1)", "#datetime(2026, 1, 2, 3, 4, 6)"],
  datetimezone: [
    "#datetimezone(2026, 1, 1, 10, 0, 0, 2, 0)",
    "#datetimezone(2026, 1, 1, 8, 0, 0, 0, 0)",
    "#datetimezone(2026, 1, 1, 10, 0, 0, 0, 0)",
  ],
  duration: ["#duration(1, 0, 0, 0)", "#duration(0, 24, 0, 0)", "#duration(0, 23, 0, 0)"],
  null: ["null", "null + 1", '"null"'],
  list: ["{1, 2}", "{1, 1 + 1}", "{2, 1}"],
};

describe("two versions of a query, evaluated by M's specification, are compared", () => {
  for (const [type, [a, same, other]] of Object.entries(KEYS))
    it(`by keys of type ${type}`, async () => {
      expect(await compared(table(`${a}, 1`), table(`${same}, 1`))).to.equal(
        "1 to 1 row: 0 removed, 0 added, 0 changed",
      );
      expect(await compared(table(`${a}, 1`), table(`${other}, 1`), { maxRemoved: 0, maxAdded: "0%" })).to.match(
        /^1 to 1 row: 1 removed, 1 added, 0 changed; 1 key is gone, and maxRemoved is 0; 1 key is new, and maxAdded is 0%/,
      );
      expect(await compared(table("1, " + a), table("1, " + other))).to.equal(
        "1 to 1 row: 0 removed, 0 added, 1 changed (A 1)",
      );
      expect(await compared(table(`${a}, 1`), table(`${a}, 1`, `${same}, 2`))).to.contain("key is not unique: 1 row");
    });

  const cases: Record<string, [before: string, after: string, comparison: Partial<Comparison>, said: string]> = {
    "null and NaN, which equal themselves, and an error, which equals nothing": [
      table("null, null", "1, #nan", '2, error "x"', "3, null"),
      table("null, null", "1, #nan", '2, error "x"', "3, 0"),
      { maxChanged: "50%" },
      "4 to 4 rows: 0 removed, 0 added, 2 changed (A 2)",
    ],
    "an error in a key": [
      table('error "x", 1', "1, 1"),
      table("1, 1"),
      {},
      "1 row of the live data holds an error in the key",
    ],
    "keys of two columns, one of them null": [
      table("1, null", "1, 2"),
      table("1, null", "1, 3"),
      { key: ["K", "A"] },
      "2 to 2 rows: 1 removed, 1 added, 0 changed",
    ],
    "keys that occur twice on both sides": [
      table("1, 1", "1, 2"),
      table("null, 1", "null, 1", "null, 2"),
      {},
      "key is not unique: 1 row of the live data repeats the K of another; key is not unique: 2 rows of the new data repeat the K of another",
    ],
    "a removed column of the key": [table("1, 1"), '#table({"A"}, {})', {}, "column K of the key is not on both sides"],
    "columns that are added, removed, or have another type": [
      "#table(type table [K = number, A = text, B = text, Z = any], {})",
      "#table(type table [K = number, A = Int64.Type, C = text, Z = number], {})",
      { columns: "same", ignore: ["Z"] },
      "0 to 0 rows: 0 removed, 0 added, 0 changed; column B is gone, column C is new, column A is of another type; " +
        "column B is gone; column C is new; column A is of another type",
    ],
    "an ignored column, and one that does not exist": [
      table("1, 1"),
      table("1, 2"),
      { ignore: ["A", "B"] },
      "1 to 1 row: 0 removed, 0 added, 0 changed; column B of ignore is on neither side",
    ],
    "a limit in percent of the live rows": [
      table("1, 1", "2, 1", "3, 1", "4, 1"),
      table("1, 2", "2, 2", "3, 1", "4, 1"),
      { maxChanged: "25%" },
      "4 to 4 rows: 0 removed, 0 added, 2 changed (A 2); 2 rows are changed (A 2), and maxChanged is 25% of 4 rows",
    ],
    "a limit in percent of no rows": [
      table(),
      table("1, 1"),
      { maxAdded: "100%" },
      "0 to 1 row: 0 removed, 1 added, 0 changed; 1 key is new, and maxAdded is 100% of 0 rows",
    ],
    "a condition for rows": [
      table("1, 1", "2, 1"),
      table("1, 1"),
      { where: '[K] < 2 // of "late"' },
      "1 to 1 row: 0 removed, 0 added, 0 changed",
    ],
    "two empty tables": [
      table(),
      `Table.FirstN(${table("1, 1")}, 0)`,
      {},
      "0 to 0 rows: 0 removed, 0 added, 0 changed",
    ],
    "a live query whose result is not a table": ["5", table("1, 1"), {}, "the live query does not return a table"],
    "a new query whose result is not a table": [table("1, 1"), "(x) => x", {}, "the new query does not return a table"],
  };
  for (const [what, [before, after, comparison, said]] of Object.entries(cases))
    it(`with ${what}`, async () => {
      expect(await compared(before, after, comparison)).to.equal(said);
    });

  it("for any names of columns and queries", async () => {
    for (const name of ['a ""b""', "<:K", ">", "<", "?", "comparison", "a#(lf)b", "Found", "row", "key:K", "ü 漢 😀"]) {
      const of = (row: string) => `#table({"K", "${name}"}, {{1, ${row}}})`;
      expect(await compared(of("1"), of("2")), name).to.match(/0 removed, 0 added, 1 changed \(.* 1\)$/);
      const keyed = (row: string) => `#table({"${name}", "A"}, {{1, ${row}}})`;
      const key = [name.replaceAll('""', '"').replace("#(lf)", "\n")];
      expect(await compared(keyed("1"), keyed("2"), { key }), name).to.match(/0 removed, 0 added, 1 changed \(A 1\)$/);
    }
    for (const name of ["Before", "After", "Side", "Line", "Joined", "Same", "Q (live)", "Q (compared)"])
      expect(
        await compared(`#"${name}"`, `Table.FirstN(#"${name}", 1)`, {}, { [name]: table("1, 1", "2, 1") }),
        name,
      ).to.equal("2 to 1 row: 1 removed, 0 added, 0 changed");
    expect(await compared(table("1, 1"), table("1, 2"), {}, { "Table.Join": "(a) => a" })).to.match(
      /cannot be compared: a query named Table.Join hides/,
    );
  });

  it("until the service says that its time is over; an outage is an error for any onTimeout", async () => {
    const sides = { live: section({ Q: table("1, 1") }), mashup: section({ Q: table("1, 2") }) };
    const asking = (error: Error) =>
      runComparison(() => Promise.reject(error), sides, "Q", { key: ["K"], onTimeout: "warn" });
    const outage = Object.assign(new Error("did not end within 150 s"), { name: "DeadlineError" });
    for (const error of [outage, new Error("connect timed out")])
      expect(await asking(error).catch((thrown: unknown) => thrown)).to.equal(error);
    const said = new Error("The query took longer than 90 seconds. InternalErrorCode: EvaluationError, TimedOut");
    const { warnings } = await asking(Object.assign(said, { errorCode: "DataflowExecuteQueryError" }));
    expect(warnings[0]).to.match(/^not comparable in 90 s, which is Fabric's own limit/);
  });

  it("with 100 columns", async () => {
    const names = Array.from({ length: 100 }, (_, i) => `"C${i}"`).join(", ");
    const of = (value: number) => `#table({"K", ${names}}, {{1, ${Array(100).fill(value).join(", ")}}})`;
    expect(await compared(of(1), of(2))).to.match(/1 changed \(C0 1, C1 1, .* and 92 columns more\)$/);
  });
});
