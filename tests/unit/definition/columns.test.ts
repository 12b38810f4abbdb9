import { expect } from "chai";
import { checkColumns } from "../../../sdk/definition/checkColumns";
import { Columns } from "../../../sdk/definition/columns";
import { Mashup, type Query } from "../../../sdk/definition/mashup";
import { onEveryDefinition } from "./samples";
import { openDefinition } from "../../../sdk/definition/open";

const mashup = (members: string): Mashup => new Mashup(`section S;\n${members}`, "mashup.pq");

/** The known columns of a query: `A text, B ?, ...`. The dots mean that it may have others. */
async function columns(members: string, query = "Q"): Promise<string> {
  const document = mashup(members);
  const { types, allAt } = await new Columns(document).of(document.byName.get(query) as Query);
  return [...[...types].map(([name, type]) => `${name} ${type ?? "?"}`), ...(allAt === undefined ? ["..."] : [])].join(
    ", ",
  );
}

const TABLE = "#table(type table [A = text, B = Int64.Type], {})";
const TYPED = 'Table.TransformColumnTypes(Source, {{"A", type text}, {"B", Int64.Type}})';

describe("columns that the text shows", () => {
  const cases: [says: string, expression: string, columns: string][] = [
    ["a typed table that is written out has these columns alone", TABLE, "A text, B int64"],
    ["a table of rows with a type, too", "Table.FromRows({}, type table [A = text])", "A text"],
    ["a type is found by its name", "let t = type table [A = date] in #table(t, {})", "A date"],
    [
      "the service writes types so",
      'Table.FromRows({}, let _t = ((type nullable text) meta [Serialized.Text = true]) in type table [A = _t, #"B c" = _t])',
      "A text, B c text",
    ],
    [
      "a type may be nullable",
      "#table(type table [A = nullable number, B = any, C = X.Type], {})",
      "A number, B ?, C ?",
    ],
    ["names alone tell no types, and are not taken", '#table({"A"}, {})', "..."],
    ["an open type tells nothing", "#table(type table [A = text, ...], {})", "..."],
    ["an optional field tells nothing", "#table(type table [A = text, optional B = text], {})", "..."],
    ["types are given to some columns of a source", `let Source = X(), T = ${TYPED} in T`, "A text, B int64, ..."],
    ["one pair alone", 'Table.TransformColumnTypes(X(), {"A", Currency.Type})', "A currency, ..."],
    ["with a culture", 'Table.TransformColumnTypes(X(), {{"A", type date}}, "en-US")', "A date, ..."],
    [
      "with a record, which may allow missing columns",
      'Table.TransformColumnTypes(X(), {{"A", type date}}, [MissingField = 1])',
      "...",
    ],
    ["types that are computed tell nothing", "Table.TransformColumnTypes(X(), List.Zip({a, b}))", "..."],
    [
      "a later step gives another type",
      `let Source = ${TABLE}, T = Table.TransformColumnTypes(Source, {{"A", type number}}) in T`,
      "A number, B int64",
    ],
    [
      "steps of rows change no column",
      `let Source = ${TABLE}, T = Table.SelectRows(Source, each [A] = ""), U = Table.Sort(T, {{"A", Order.Ascending}}) in U`,
      "A text, B int64",
    ],
    ["any other step may change all", `let Source = ${TABLE}, T = Table.RemoveColumns(Source, {"A"}) in T`, "..."],
    [
      "a step that is added before the types leaves these",
      `let Source = Table.AddColumn(X(), "C", each 1), T = ${TYPED} in T`,
      "A text, B int64, ...",
    ],
    ["a function of somebody else may change all", `let f = (t) => t, T = f(${TABLE}) in T`, "..."],
    [
      "a name of the library that a variable has is not the library's",
      `let Table.SelectRows = (t, f) => t in Table.SelectRows(${TABLE}, each true)`,
      "...",
    ],
    ["what depends on a condition is not known", `if X then ${TABLE} else Y`, "..."],
    ["a selection after the call is another table", `${TABLE}{0}[A]`, "..."],
    ["a function has no columns", `() => ${TABLE}`, "..."],
  ];
  for (const [says, expression, expected] of cases)
    it(says, async () => expect(await columns(`shared Q = ${expression};`)).to.equal(expected));

  it("continue from another query, over any distance", async () => {
    const members = `shared First = ${TABLE}; shared Second = First; shared Q = Table.FirstN(Second, 5);`;
    expect(await columns(members)).to.equal("A text, B int64");
  });

  it("of queries that use each other's tables are unknown", async () => {
    expect(await columns("shared Q = Table.FirstN(R, 1); shared R = Table.FirstN(Q, 1); shared S = S;")).to.equal(
      "...",
    );
  });

  it("are unknown if a query has the name of a function", async () => {
    const members = `shared #"Table.FirstN" = (t, n) => t; shared Q = Table.FirstN(${TABLE}, 1);`;
    expect(await columns(members)).to.equal("...");
  });
});

describe("columns that certainly do not exist", () => {
  const problems = async (members: string, wanted?: string[]): Promise<string[]> =>
    (await checkColumns(mashup(members), wanted && new Set(wanted))).map(
      ({ severity, place, message }) => `${severity} ${place}: ${message}`,
    );
  const destination = (...sources: string[]): string =>
    `[DataDestinations = {[Definition = [Kind = "Reference", QueryName = "T", IsNewTarget = true], Settings = [Kind = "Manual", ColumnSettings = [Mappings = {${sources
      .map((source) => `[SourceColumnName = "${source}", DestinationColumnName = "${source}"]`)
      .join(", ")}}], DynamicSchema = false, UpdateMethod = [Kind = "Replace"]]]}]`;

  it("in a mapping are an error, with the place of the query and of its columns", async () => {
    expect(await problems(`${destination("A", "Gone")}\nshared Q = ${TABLE};`)).to.deep.equal([
      "error mashup.pq:2:1: the destination of Q maps the column Gone, but the query does not have it (mashup.pq:3:12 lists all its columns), so a run fails; correct the mapping in DataDestinations, or the query",
    ]);
  });

  it("in a mapping are not an error if the query may have other columns, or has the name in another case", async () => {
    expect(
      await problems(`${destination("Gone")}\nshared Q = Table.AddColumn(${TABLE}, "Gone", each 1);`),
    ).to.deep.equal([]);
    expect(await problems(`${destination("a", "b")}\nshared Q = ${TABLE};`)).to.deep.equal([]);
  });

  const steps: [step: string, lacks: string | undefined][] = [
    ['Table.RemoveColumns(S, {"A", "Gone"})', "Gone"],
    ['Table.RemoveColumns(S, "Gone")', "Gone"],
    ['Table.RemoveColumns(S, {"Gone"}, MissingField.Ignore)', undefined],
    ['Table.SelectColumns(S, {"A"})', undefined],
    ['Table.RenameColumns(S, {{"A", "C"}})', undefined],
    ['Table.RenameColumns(S, {"A", "C"})', undefined],
    ['Table.RenameColumns(S, {{"Gone", "C"}})', "Gone"],
    ['Table.TransformColumnTypes(S, {{"Gone", type text}})', "Gone"],
    ['Table.Sort(S, {{"Gone", Order.Ascending}})', "Gone"],
    ['Table.Sort(S, {"A", Order.Ascending})', undefined],
    ['Table.ReplaceValue(S, 1, 2, Replacer.ReplaceValue, {"Gone"})', "Gone"],
    ['Table.Group(S, {"Gone"}, {})', "Gone"],
    ["Table.ReorderColumns(S, names)", undefined],
  ];
  for (const [step, lacks] of steps)
    it(`${step}: ${lacks === undefined ? "nothing" : "a warning"}`, async () => {
      const found = await problems(`shared Q = let S = ${TABLE} in ${step};`);
      expect(found.map((text) => / names the column (\S+) in/.exec(text)?.[1])).to.deep.equal(lacks ? [lacks] : []);
      for (const text of found)
        expect(text).to.match(/^warning mashup\.pq:2:\d+: .*\(mashup\.pq:2:20 lists all its columns\);/);
    });

  it("in unchanged queries are not reported again", async () => {
    const members = `shared Q = Table.RemoveColumns(R, {"Gone"}); shared R = ${TABLE};`;
    expect(await problems(members, ["R"])).to.deep.equal([]);
    expect(await problems(members, ["Q"])).to.have.length(1);
  });

  onEveryDefinition("there are none", async (parts) => {
    const opened = openDefinition(parts);
    expect(opened ? await checkColumns(new Mashup(opened.mashup, "p")) : []).to.deep.equal([]);
  });
});
