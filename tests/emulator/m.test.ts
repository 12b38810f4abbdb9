import { expect } from "chai";
import { evaluatedQuery, openDocument } from "./m";
import type { QueryTable } from "./arrow";

const of = async (m: string, given: Record<string, QueryTable> = {}): Promise<QueryTable> => {
  const members = Object.keys(given).map((name) => `shared #"${name}" = Elsewhere.Rows();`);
  const text = `section Section1;\n${members.join("\n")}\nshared Asked = ${m};\n`;
  const document = await openDocument(
    text,
    (name) => given[name],
    () => Date.UTC(2026, 0, 2),
  );
  return evaluatedQuery(document!, "Asked");
};
/** The value of an expression, as the only cell of a table. */
const cellOf = async (m: string): Promise<unknown> => {
  const { columns, error } = await of(`#table({"A"}, {{${m}}})`);
  return error ?? columns?.A?.[0];
};

/* Each is an example or a rule of the language's specification or of the function's page. */
const cells: Readonly<Record<string, unknown>> = {
  "let a = b, b = 1 in a + 1": 2,
  "[x = 1, y = x + 1][y]": 2,
  "[a = 1][b]?": null,
  'if 2 > 1 then 1 else error "never"': 1,
  'let x = error "never" in 3': 3,
  'List.Count({1, error "x", 3})': 3,
  '(try error "no" otherwise 5)': 5,
  '(try error "no")[HasError]': true,
  '(try error "no")[Error][Message]': "no",
  '(try error [Reason = "R", Message = "M", Detail = 1])[Error][Reason]': "R",
  "(try 1)[Value]": 1,
  "null = null": true,
  "null < 1": null,
  "null + 1": null,
  "#nan = #nan": false,
  "Number.IsNaN(#nan)": true,
  "{1, 2} = {1, 2}": true,
  "[a = 1, b = 2] = [b = 2, a = 1]": true,
  '1 = "1"': false,
  '1 < "a"': "Expression.Error: We cannot apply operator < to types number and text.",
  '(false and (error "x"))': false,
  '(true or (error "x"))': true,
  "null and false": false,
  "null or true": true,
  "null and true": null,
  "not null": null,
  "1 ?? 2": 1,
  "null ?? 2": 2,
  "((x) => x * 2)(4)": 8,
  "(each [a])([a = 7])": 7,
  '((x as number) => x)("a")': "Expression.Error: We cannot convert a value of type text to type number.",
  "1 is number": true,
  "null is nullable number": true,
  "null is number": false,
  '#table({"A"}, {}) is table': true,
  '"a#(lf)b""#(0041)"': 'a\nb"A',
  '[#"a ""b"" [c]" = 4][#"a ""b"" [c]"]': 4,
  "{1..3}{2}": 3,
  "{1}{4}?": null,
  "#date(2020, 2, 3) < #date(2020, 2, 4)": true,
  "#date(2020, 2, 3) < #datetime(2020, 2, 4, 0, 0, 0)":
    "Expression.Error: We cannot apply operator < to types date and datetime.",
  "#datetimezone(2020, 1, 1, 10, 0, 0, 2, 0) = #datetimezone(2020, 1, 1, 8, 0, 0, 0, 0)": true,
  "DateTime.AddZone(#datetime(2020, 1, 1, 10, 0, 0), -3, -30) = #datetimezone(2020, 1, 1, 13, 30, 0, 0, 0)": true,
  "DateTimeZone.UtcNow() - #datetimezone(2026, 1, 1, 0, 0, 0, 0, 0) = #duration(1, 0, 0, 0)": true,
  "List.Count(List.Difference({1, 1, 2}, {1}))": 2,
  "List.Contains({1, 2}, 2)": true,
  "List.Max({1, null, 3})": 3,
  "List.Max({})": null,
  'Text.Range("ABCD", 1)': "BCD",
  'Text.Combine({"a", null, "b"}, "-")': "a-b",
  'Record.Field([a = 1], "a")': 1,
  'Record.FromList({1, 2}, {"a", "b"})[b]': 2,
  'Table.RowCount(#table({"A"}, {{error "x"}}))': 1,
  'Table.RowCount(Table.SelectRows(#table({"A"}, {{1}, {null}}), each [A] > 0))': 1,
  'Table.RowCount(Table.SelectRows(#table({"A"}, {{error "x"}}), each [A] > 0))': "Expression.Error: x",
  'Table.RowCount(Table.SelectRowsWithErrors(#table({"A", "B"}, {{1, error "x"}, {1, 2}})))': 1,
  'Table.RowCount(Table.SelectRowsWithErrors(#table({"A", "B"}, {{1, error "x"}, {1, 2}}), {"A"}))': 0,
  'Table.RowCount(Table.RemoveRowsWithErrors(#table({"A"}, {{error "x"}, {2}}), {"A"}))': 1,
  'Table.ReplaceErrorValues(#table({"A"}, {{error "x"}}), {{"A", 9}}){0}[A]': 9,
  'Table.RowCount(Table.Distinct(#table({"A"}, {{null}, {null}, {1}, {"1"}})))': 3,
  'Table.Group(#table({"A"}, {{1}, {1}, {2}}), {"A"}, {{"n", Table.RowCount, Int64.Type}}){[A = 1]}[n]': 2,
  'Table.RowCount(Table.Join(#table({"A"}, {{1}, {null}}), {"A"}, #table({"B"}, {{null}, {3}}), {"B"}, JoinKind.FullOuter))': 3,
  'Table.RowCount(Table.Join(#table({"A"}, {{1}, {2}}), {"A"}, #table({"B"}, {{2}}), {"B"}, JoinKind.LeftAnti))': 1,
  'Table.RowCount(Table.Join(#table({"A"}, {}), {"A"}, #table({"A"}, {}), {"A"}))':
    'Expression.Error: A join operation cannot result in a table with duplicate column names ("A").',
  'Table.SelectColumns(#table({"A"}, {}), {"B"})': "Expression.Error: The column 'B' of the table wasn't found.",
  "Table.Schema(#table(type table [A = nullable Int64.Type], {})){0}[TypeName]": "Int64.Type",
  "Table.Schema(#table(type table [A = number], {})){0}[TypeName]": "Number.Type",
  'Table.Schema(#table({"A"}, {})){0}[Kind]': "any",
  'Table.FirstN(#table({"A"}, {{1}, {2}, {3}}), each [A] < 2) = #table({"A"}, {{1}})': true,
};

describe("M in the emulator", () => {
  for (const [m, value] of Object.entries(cells))
    it(m, async () => {
      expect(await cellOf(m)).to.deep.equal(value);
    });

  it("uses given rows of queries, with types, empty cells and errors in cells", async () => {
    const Orders: QueryTable = {
      columns: { Id: [1, 2, 3], Day: ["2026-01-01", null, "2026-01-03"], Amount: [1.5, { error: "no number" }, null] },
      types: { Id: "int64", Day: "date" },
    };
    const rows = async (m: string) => (await of(m, { Orders })).columns;
    expect(
      await rows('Table.SelectColumns(Table.SelectRows(Orders, each [Day] > #date(2026, 1, 1)), {"Id"})'),
    ).to.deep.equal({ Id: [3] });
    expect(await rows('Table.SelectColumns(Table.SelectRowsWithErrors(Orders), {"Id"})')).to.deep.equal({ Id: [2] });
    expect(await rows('Table.SelectColumns(Table.Schema(Orders), {"Name", "TypeName"})')).to.deep.equal({
      Name: ["Id", "Day", "Amount"],
      TypeName: ["Int64.Type", "Date.Type", "Number.Type"],
    });
    expect((await of("Orders", { Orders })).error).to.equal("Expression.Error: no number");
  });

  it("has an empty table for an unknown query, also for queries that use it", async () => {
    const unknown = await of('#table({"n"}, {{Table.RowCount(Source)}})', { Source: { columns: { A: [1, 2] } } });
    expect(unknown.columns).to.deep.equal({ n: [2] });
    expect(await of('Sql.Database("s", "d"){[Item = "x"]}[Data]')).to.deep.include({ columns: {} });
  });
});
