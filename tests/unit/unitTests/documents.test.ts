import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { prepare, type Prepared } from "../../../sdk/unitTests/suite";
import { documentOf, failuresOf, filesIn, fixtures, prepared, queriesOf, salesText, wrongWith } from "./support";

/** Each document must be exactly equal to its file. */
describe("the document of a unit test", () => {
  let all: Prepared[] = [];
  before(async () => {
    const folder = join(fixtures, "Sales.Dataflow/tests");
    for await (const each of prepare(filesIn(folder), "tests", await queriesOf(salesText))) all.push(each);
  });
  after(() => (all = []));

  for (const name of [
    "rows",
    "every type",
    "without types",
    "several sources",
    "comma-separated",
    "a step by its name",
  ])
    it(`equals this one: ${name}`, async () => {
      const found = all.find((each) => "unit" in each && each.unit.name === name);
      if (!found || !("document" in found)) throw new Error(failuresOf(all));
      const { customMashupDocument, queryName } = found.document;
      expect(customMashupDocument).to.equal(
        readFileSync(join(fixtures, `documents/${name.replaceAll(" ", "-")}.pq`), "utf8"),
      );
      expect(customMashupDocument).to.contain(`shared #"${queryName}" = `);
      expect(await wrongWith(customMashupDocument)).to.deep.equal([]);
    });

  it("has a test for each file", () => {
    expect(failuresOf(all)).to.equal("");
    expect(all).to.have.length(6);
  });

  const given = (m: string, yaml: string, more = "") =>
    documentOf(`section Section1;\n${more}shared Q = ${m};\n`, `query: Q\ngiven: ${yaml}\nexpect: { rowCount: 1 }`);
  const member = (document: string) => /^shared Q = ([\s\S]*?);\nshared #"Q \(unit test\)"/m.exec(document)?.[1];

  it("omits unused steps in any place, and their commas", async () => {
    const source = 'Web.Contents("a")';
    for (const [steps, expected] of [
      [`S = ${source}, A = Csv.Document(S), B = A`, "let A = #table({}, {}), B = A in B"],
      [`A = Csv.Document(S), B = A, S = ${source}`, "let A = #table({}, {}), B = A in B"],
      [`A = Csv.Document(S), S = ${source}, B = A, T = S, U = T`, "let A = #table({}, {}), B = A in B"],
    ] as const)
      expect(member(await given(`let ${steps} in B`, "{ 'Q[A]': [] }"))).to.equal(expected);
    const none = await given("let A = Web.Contents(1) in Other", "{ Other: [] }", "shared Other = Web.Contents(2);\n");
    expect(none).to.contain("shared Q = Other;").and.contain("shared Other = #table({}, {});");
  });

  it("keeps the section's name, because queries may use it, and does not use a query's own name", async () => {
    const m = 'section #"My section";\nshared Q = #"My section"!P;\nshared P = 1;\nshared #"q (UNIT TEST)" = Q;\n';
    const [only] = await prepared(m, "query: Q\nexpect: { rowCount: 1 }");
    if (!only || !("document" in only)) throw new Error("no document");
    expect(only.document.queryName).to.equal("Q (unit test) 2");
    // Microsoft's parser does not read `Section!Name`.
    expect(only.document.customMashupDocument).to.match(/^section #"My section";\nshared Q = #"My section"!P;\n/);
  });

  it("replaces a step in a function, and does not change the function's callers", async () => {
    const load =
      "shared Load = (name as text) as table => let S = Sql.Database(name), T = S{[Item = name]}[Data] in T;\n";
    const document = await given('Load("a")', "{ 'Load[T]': [{ A: 1 }] }", load);
    expect(document).to.contain("shared Load = (name as text) as table => let T = #table(");
    expect(await wrongWith(document)).to.deep.equal([]);
  });

  it("has a query's name, its columns and texts unchanged, with any characters", async () => {
    const name = 'a "b" #(lf) ] [';
    const m = `section Section1;\nshared #"a ""b"" #(#)(lf) ] [" = Web.Contents(1);\n`;
    const yaml = `query: ${JSON.stringify(name)}\ngiven: { ${JSON.stringify(name)}: [{ ${JSON.stringify(name)}: ${JSON.stringify(name)} }] }\nexpect: []`;
    const document = await documentOf(m, yaml);
    expect(document).to.contain('#"a ""b"" #(#)(lf) ] [" = nullable text').and.contain('{"a ""b"" #(#)(lf) ] ["}');
    expect(await wrongWith(document)).to.deep.equal([]);
  });

  it("is refused if it is longer than the service accepts", async () => {
    const long = `A\n${`${"y".repeat(1000)}\n`.repeat(520)}`;
    const text = 'section Section1;\nshared Q = Web.Contents("a");\n';
    const all = await prepared(text, "query: Q\ngiven: { Q: { csv: a.csv } }\nexpect: []", { "a.csv": long });
    expect(failuresOf(all)).to.match(
      /^tests\/case\.yaml:1:1: makes a document of \d+ bytes, and the service takes 524288/,
    );
  });
});
