import { expect } from "chai";
import { documentOf, failuresOf, prepared, salesText } from "./support";

const regions = (body: string) => `query: Regions\ngiven:\n  Regions:\n${body}\nexpect: { rowCount: 1 }`;

/** A file of cases, and its errors. */
const WRONG: [string, string, string][] = [
  ["nothing", "", "tests/case.yaml: holds no case; a case has query, given and expect"],
  ["no mapping", "- 1", "tests/case.yaml:1:1: is not a case; a case has query, given and expect"],
  ["no YAML", "query: [a", "tests/case.yaml:1:10: is not valid YAML: Flow sequence in block collection must be"],
  ["no query", "expect: []", "tests/case.yaml:1:1: names no query; give query: and a query of the dataflow"],
  ["no expectation", "query: Regions", "tests/case.yaml:1:1: expects nothing; give expect: rows, or"],
  [
    "an unknown key",
    "query: Regions\ngivn: {}\nexpect: []",
    "tests/case.yaml:2:1: givn is not a key of a case; did you mean given?",
  ],
  [
    "an unknown key of expect",
    "query: Q\nexpect: { rowcount: 1 }",
    "tests/case.yaml:2:11: rowcount is not a key of expect; did you mean rowCount?",
  ],
  [
    "an unknown query",
    "query: Region\nexpect: []",
    "tests/case.yaml:1:1: no query is named Region; did you mean Regions",
  ],
  [
    "an unknown query to stand for",
    "query: Regions\ngiven: { Order: [] }\nexpect: []",
    "tests/case.yaml:2:10: no query is named Order; did you mean Orders?",
  ],
  [
    "an unknown step",
    "query: Orders\ngiven: { 'Orders[Navigaton]': [] }\nexpect: []",
    "tests/case.yaml:2:10: Orders has no step Navigaton; did you mean Navigation?",
  ],
  [
    "a function",
    "query: Clean\nexpect: []",
    "tests/case.yaml:1:1: Clean is a function; test a query in which it is called",
  ],
  [
    "rows for a function",
    "query: Customers\ngiven: { Clean: [], Customers: [] }\nexpect: []",
    "tests/case.yaml:2:10: Clean is a function, so rows cannot stand in for it",
  ],
  [
    "several sources",
    "query: Rates\ngiven: { Rates: [] }\nexpect: []",
    "tests/case.yaml:2:10: Rates reads several sources; give rows for each: Rates[Sheet], Rates[Theirs]",
  ],
  [
    "the same place twice",
    "query: Orders\ngiven: { Orders: [], 'Orders[Navigation]': [] }\nexpect: []",
    "tests/case.yaml:2:22: Orders[Navigation] means Orders[Navigation], which already has rows",
  ],
  [
    "a source that stays",
    "query: Orders\nexpect: []",
    "tests/case.yaml:1:1: Orders[Source] (mashup.pq:8:12) reads a source by Sql.Database; give rows for Orders, or for a step of it",
  ],
  [
    "a source behind another query",
    "query: Sales by region\ngiven: { Orders: [] }\nexpect: []",
    "tests/case.yaml:1:1: Customers[Source] (mashup.pq:23:12) reads a source by Web.Contents; give rows for Customers",
  ],
  [
    "names that are taken from #shared",
    "query: Everything\nexpect: []",
    "Everything[Names] (mashup.pq:44:11) uses names by #shared, so it is not known what it reads",
  ],
  [
    "rows that nothing reads",
    "query: Regions\ngiven: { Regions: [], Orders: [] }\nexpect: []",
    "tests/case.yaml:2:23: remove it: nothing that the query needs reads Orders[Navigation]",
  ],
  [
    "a parameter that nothing reads",
    "query: Regions\nparameters: { FirstOrderDate: 2026-01-01 }\ngiven: { Regions: [] }\nexpect: []",
    "tests/case.yaml:2:15: remove it: nothing that the query needs reads the parameter FirstOrderDate",
  ],
  [
    "an unknown parameter",
    "query: Orders\nparameters: { FirstOrder: 1 }\ngiven: { Orders: [] }\nexpect: []",
    "tests/case.yaml:2:15: FirstOrder: the definition has no such parameter; there are: FirstOrderDate",
  ],
  [
    "a parameter of another type",
    "query: Orders\nparameters: { FirstOrderDate: tomorrow }\ngiven: { Orders: [] }\nexpect: []",
    'tests/case.yaml:2:15: FirstOrderDate: does not fit the declared type date; give a date: "2026-01-31"',
  ],
  ["a key twice", "query: Regions\nquery: Orders\nexpect: []", "tests/case.yaml:2:1: query occurs twice"],
  [
    "a reference",
    "query: Regions\ngiven: { Regions: &rows [] }\nexpect: *rows",
    "tests/case.yaml:2:25: refers to another value by `&` and `*`; write the value out",
  ],
  ["rows that are none", regions("    rows: 1"), "tests/case.yaml:4:11: rows are a list"],
  ["a row that is none", regions("    - 1"), "tests/case.yaml:4:7: row 1 is not a mapping"],
  [
    "a cell that is none",
    regions("    - { A: [1] }"),
    "tests/case.yaml:4:12: row 1, column A is a list; a cell is a text, a number, true, false or null",
  ],
  [
    "an unknown type",
    regions("    columns: { A: dat }\n    rows: []"),
    "tests/case.yaml:4:19: dat is not a type; did you mean date?",
  ],
  ["an unknown tag", regions("    - { A: !dat 1 }"), "tests/case.yaml:4:17: !dat is not a type; did you mean date?"],
  [
    "a row with a column that is not listed",
    regions("    columns: [A]\n    rows: [{ B: 1 }]"),
    "tests/case.yaml:5:14: row 1 has B, which `columns` does not list",
  ],
  ["neither rows nor a file", regions("    columns: { A: date }"), "has neither rows nor csv"],
  [
    "a file that is not there",
    regions("    csv: a.csv"),
    "tests/case.yaml:4:10: there is no file a.csv beside the case; did you mean b.csv?",
  ],
  [
    "a file outside",
    regions("    csv: ../../b.csv"),
    "tests/case.yaml:4:10: there is no file ../../b.csv beside the case",
  ],
  [
    "an expected message",
    "query: Regions\ngiven: { Regions: [] }\nexpect: [{ A: !error no }]",
    "expects the message of an error, but the service chooses the words; write !error without a message",
  ],
  [
    "a count that is none",
    "query: Regions\ngiven: { Regions: [] }\nexpect: { rowCount: -1 }",
    "tests/case.yaml:3:21: rowCount is a whole number",
  ],
];

/** A type, and a value that does not fit it. */
const MISFITS: [string, string, string][] = [
  ["text", "1", 'a text: "abc"'],
  ["logical", '"yes"', "true or false"],
  ["number", '"1"', "a number: 1000"],
  ["int64", "1.5", "a whole number: 1000"],
  ["int8", "128", "a whole number from -128 to 127"],
  ["int64", "9223372036854775808", "a whole number from -9223372036854775808 to 9223372036854775807"],
  ["date", "2026-02-30", 'a date: "2026-01-31"'],
  ["date", "2026-01-31T00:00", 'a date: "2026-01-31"'],
  ["time", '"24:00"', 'a time of day: "13:45:00"'],
  ["datetime", "2026-01-31", 'a date and time without zone: "2026-01-31T13:45:00"'],
  ["datetimezone", "2026-01-31T13:45:00", 'a date and time with zone: "2026-01-31T13:45:00+01:00"'],
  ["duration", "12:00:00", "an ISO 8601 duration of weeks, days, hours, minutes and seconds"],
  ["binary", "abc", 'bytes in base64: "AQID"'],
];

describe("a file of unit tests", () => {
  for (const [what, yaml, expected] of WRONG)
    it(`names the place of a mistake: ${what}`, async () => {
      expect(failuresOf(await prepared(salesText, yaml, { "b.csv": "A\n1\n" }))).to.contain(expected);
    });

  for (const [type, value, needed] of MISFITS)
    it(`names file, row and column of a value that does not fit: ${value} as ${type}`, async () => {
      const rows = `    columns: { A: ${type} }\n    rows: [{ A: null }, { A: ${value} }]`;
      expect(failuresOf(await prepared(salesText, regions(rows)))).to.contain(
        `tests/case.yaml:5:30: row 2, column A does not fit ${type}; give ${needed}`,
      );
      if (type === "text" || value.includes('"')) return;
      const csv = regions(`    columns: { A: ${type} }\n    csv: a.csv`);
      expect(failuresOf(await prepared(salesText, csv, { "a.csv": `A,B\n,1\n${value},2\n` }))).to.contain(
        `a.csv:3: row 2, column A does not fit ${type}; give ${needed}`,
      );
    });

  it("does not run if it has a mistake, while other files run", async () => {
    const good = "query: Regions\ngiven: { Regions: [] }\nexpect: []";
    const all = await prepared(salesText, `${good}\n---\n{}`, { "other.yml": good });
    expect(all.map((each) => ("document" in each ? each.unit.name : each.failures[0]))).to.deep.equal([
      "tests/case.yaml:5:1: names no query; give query: and a query of the dataflow",
      "other",
    ]);
  });

  it("gives its name to cases without a name", async () => {
    const good = "query: Regions\ngiven: { Regions: [] }\nexpect: []";
    const all = await prepared(salesText, [good, good, `name: third\n${good}`].join("\n---\n"));
    expect(all.map((each) => "unit" in each && each.unit.name)).to.deep.equal(["case", "case 2", "third"]);
  });

  it("may have M's names of types, tags for single values, and null as an empty cell, a missing key and a word", async () => {
    const rows =
      "    columns: { A: Int64.Type, B: Text.Type }\n    rows:\n      - { A: , B: '' }\n      - {}\n" +
      "      - { A: null, B: 'null', C: !duration PT1H, D: !int8 5, E: !logical true }";
    const document = await documentOf(salesText, regions(rows));
    expect(document)
      .to.contain(
        '#"A" = Int64.Type, #"B" = nullable text, #"C" = nullable duration, #"D" = nullable number, #"E" = nullable logical',
      )
      .and.contain('{null, "", null, null, null},')
      .and.contain("{null, null, null, null, null},")
      .and.contain('{null, "null", #duration(0, 1, 0, 0), 5, true}');
  });

  const hostile: [string, string][] = [
    ["flow lists within each other", "[".repeat(200_000)],
    ["lists within each other", "- ".repeat(100_000)],
    ["mappings within each other, a line each", Array.from({ length: 700 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
    [
      "values that double at each line",
      `a: &a [x, x]\n${Array.from({ length: 60 }, (_, i) => `a${i}: &b${i} [*a, *a]`).join("\n")}`,
    ],
    ["20,000 keys that are none", Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join("\n")],
    ["brackets that close nothing", "}]".repeat(10_000)],
    ["a file that is too long", `# ${"x".repeat(300_000)}`],
  ];
  for (const [what, yaml] of hostile)
    it(`is an error with a message, and does not crash the process: ${what}`, async () => {
      const failures = failuresOf(await prepared(salesText, yaml));
      expect(failures).to.match(/^tests\/case\.yaml/);
      if (what.includes("within each other")) expect(failures).to.contain("goes deeper than 20 levels");
      expect(failures.split("\n")).to.have.length.below(52);
    }).timeout(60_000);
});

describe("a file of cases whose aliases expand to a large document", () => {
  const SAID = "the cells of this file (rows times columns) exceed 500000; give fewer rows, or split the file";
  const given = "query: Regions\ngiven:\n  Regions: ";
  const lines = (count: number, line: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => line(at)).join("\n");

  for (const [what, yaml, rows] of [
    ["a column of its own in each row", `${given}\n${lines(12_000, (at) => `  - {a${at}: 1}`)}\nexpect: []`, ""],
    [
      "columns that no row names",
      `${given}\n    columns: [${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join()}]\n    rows: [${"{},".repeat(20_000)}]\nexpect: []`,
      "",
    ],
    [
      "rows that lack most columns",
      `${given}{csv: rows.csv}\nexpect: []`,
      `${Array.from({ length: 30_000 }, (_, at) => `a${at}`).join()}\n${"1\n".repeat(100_000)}`,
    ],
    [
      "one file of rows again and again",
      lines(1_000, () => `${given}{csv: rows.csv}\nexpect: []\n---`),
      `a,b\n${"1,2\n".repeat(100_000)}`,
    ],
  ] as const)
    it(`is refused once, within seconds: ${what}`, async () => {
      const before = process.cpuUsage();
      const failures = failuresOf(await prepared(salesText, yaml, { "rows.csv": rows }));
      const { user, system } = process.cpuUsage(before);
      expect(failures.split(SAID), failures.slice(0, 500)).to.have.lengthOf(2);
      expect((user + system) / 1e6).to.be.lessThan(5);
    }).timeout(60_000);
});
