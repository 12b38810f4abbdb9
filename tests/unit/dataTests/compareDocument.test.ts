import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareDocument, type CompareDocument } from "../../../sdk/dataTests/compareDocument";
import { Mashup } from "../../../sdk/definition/mashup";
import { wrongWith } from "../unitTests/support";

const folder = join(__dirname, "../../fixtures/comparisons");
const file = (name: string): string => readFileSync(join(folder, name), "utf8");
const [live, candidate] = [file("live.pq"), file("candidate.pq")];
const key = ["OrderId"];
const section = (...members: string[]): string => ["section Section1;", ...members, ""].join("\n");

const textOf = (made: CompareDocument): string => {
  if (made.kind !== "document") throw new Error(JSON.stringify(made));
  return made.document.customMashupDocument;
};
/** The members of the document, by name. */
const membersOf = (text: string): Map<string, string> => {
  const mashup = new Mashup(text, "document");
  return new Map(mashup.queries.map((query) => [query.name, mashup.textOf(query)]));
};
/** Expects that both parsers can read the document, and that each name in it is declared. */
const expectSound = async (text: string): Promise<void> => {
  const wrong = await wrongWith(text, text);
  expect(wrong.filter((each) => !/^names (Sql|Web)\./.test(each))).to.deep.equal([]);
};

describe("the document that compares the live M with the new one", () => {
  it("equals this one", async () => {
    const comparison = { key: ["OrderId", 'Line "No"'], ignore: ["LoadedAt"], where: "[Year] >= 2026 // of late" };
    const counts = textOf(compareDocument(live, candidate, "Orders", comparison));
    expect(counts).to.equal(file("counts.pq"));
    await expectSound(counts);
    const keys = textOf(compareDocument(live, candidate, "Orders", { key }, { keys: 20 }));
    expect(keys).to.equal(file("keys.pq"));
    await expectSound(keys);
  });

  it("has the new M as written, and only the differing members of the live one", () => {
    const text = textOf(compareDocument(live, candidate, "Orders", { key }));
    const added = [...membersOf(text).keys()].filter((name) => !membersOf(candidate).has(name));
    expect(added).to.have.members(["Orders (live)", "Clean (live)", "Orders (compared)"]);
    expect(membersOf(text).get("Orders (live)"))
      .to.contain('#"Clean (live)"(Orders)')
      .and.contain("Source{[")
      .and.not.contain("DataDestinations");
    for (const [name, m] of membersOf(candidate)) expect(membersOf(text).get(name)).to.equal(m);
  });

  it("allows both sides to read their sources if the sources differ", () => {
    const of = (path: string) => section(`shared Q = Csv.Document(Web.Contents("https://example.org/${path}"));`);
    expect(textOf(compareDocument(of("a"), of("b"), "Q", { key }))).to.match(/^\[AllowCombine = true\]\nsection/);
    const shared = (top: number) =>
      section('shared S = Sql.Database("s", "d");', `shared Q = Table.FirstN(S{[Item = "Q"]}[Data], ${top});`);
    expect(textOf(compareDocument(shared(1), shared(2), "Q", { key }))).to.match(/^section/);
  });

  it("renames references to a query, and no other equal names", () => {
    const uses = (x: string) =>
      section(
        `shared X = ${x};`,
        "shared F = (n) => if n = 0 then X else @F(n - 1);",
        `shared Q = let
  a = X, b = let X = 1, c = X in c, X2 = [X = X, Y = X], d = each [X], e = (X) => X, f = X2[X], g = "X", h = @X,
  i = #"X", j = F(2) /* X */, k = type table [X = number], l = Table.SelectColumns(X, {"X"})
in {a, b, d, e, f, g, h, i, j, k, l};`,
      );
    const text = textOf(compareDocument(uses("#table({}, {})"), uses("#table({}, {{}})"), "Q", { key }));
    const copy = '#"X (live)"';
    expect(membersOf(text).get("Q (live)")).to.equal(`shared #"Q (live)" = let
  a = ${copy}, b = let X = 1, c = X in c, X2 = [X = ${copy}, Y = X], d = each [X], e = (X) => X, f = X2[X], g = "X", h = @${copy},
  i = ${copy}, j = #"F (live)"(2) /* X */, k = type table [X = number], l = Table.SelectColumns(${copy}, {"X"})
in {a, b, d, e, f, g, h, i, j, k, l};`);
    expect(membersOf(text).get("F (live)")).to.equal(
      `shared #"F (live)" = (n) => if n = 0 then ${copy} else @#"F (live)"(n - 1);`,
    );
  });

  it("hides no query by its own names, for any names of queries", async () => {
    for (const name of ["Before", "Joined", "Keys", "Left", "Counts", "Q (live)", "q (LIVE)", "Q (compared)"]) {
      const of = (row: string) =>
        section(`shared #"${name}" = #table({"A"}, {{${row}}});`, `shared Q = Table.Distinct(#"${name}");`);
      const text = textOf(compareDocument(of("1"), of("2"), "Q", { key: ["A"] }));
      const names = [...membersOf(text).keys()];
      expect(new Set(names.map((each) => each.toLowerCase())).size).to.equal(names.length);
      expect(membersOf(text).get("Q")).to.equal(`shared Q = Table.Distinct(#"${name}");`);
      await expectSound(text);
      // The names of the compared queries are outside of the function, so no step hides them.
      const last = names.at(-1)!;
      expect(membersOf(text).get(last)).to.match(/\)\(#"[^"]*", Q\);$/);
    }
    const step = (row: string) => section(`shared Q = let #"Q (live)" = #table({"A"}, {{${row}}}) in #"Q (live)";`);
    expect([...membersOf(textOf(compareDocument(step("1"), step("2"), "Q", { key }))).keys()]).to.include("Q (live) 2");
  });

  it("is absent if only formatting and comments changed, if only other queries changed, or if the query is new", () => {
    const same = live
      .replace("Cleaned = Clean(Orders)", "Cleaned =\n   /* now */ Clean( Orders )")
      .replace("= 1;", "= 3;");
    expect(compareDocument(live, same, "Orders", { key })).to.deep.equal({ kind: "same" });
    expect(compareDocument(section("shared A = 1;"), candidate, "Orders", { key })).to.deep.equal({ kind: "new" });
    const other = live.replace('Type = "Text"', 'Type = "Text", List = {"a"}');
    expect(compareDocument(live, other, "Orders", { key }).kind, "a parameter's own declaration").to.equal("document");
  });

  const refused: Record<string, [before: string, after: string, reason: RegExp]> = {
    "#shared": ['shared Q = Record.Field(#shared, "A");', "shared Q = 1;", /Q .*takes names from #shared/],
    "#sections in what is used": [
      "shared Q = P;\nshared P = #sections;",
      "shared Q = 1;",
      /P .*takes names from #sections/,
    ],
    "a section's name": ["shared Q = Section1!P;\nshared P = 1;", "shared Q = 1;", /Q .*Section1!Name/],
    "a section's name in the new M": [
      "shared Q = 1;",
      "shared Q = Section1!P;\nshared P = 1;",
      /Q \(mashup.pq:2:1\).*Section1!Name/,
    ],
    "M that cannot be read": ["shared Q = let in;", "shared Q = 1;", /Q \(the live mashup.pq:2:1\) cannot be read/],
    "a name that only the new M has": [
      "shared Q = New;",
      "shared Q = New;\nshared New = 1;",
      /uses New, which is not a query there/,
    ],
    "more than the service takes": [
      "shared Q = 1;",
      `shared Q = "${"y".repeat(524_288)}";`,
      /bytes, but the service takes 524288/,
    ],
  };
  for (const [what, [before, after, reason]] of Object.entries(refused))
    it(`is refused for ${what}, with the reason`, () => {
      const made = compareDocument(section(before), section(after), "Q", { key });
      expect(made.kind).to.equal("refused");
      expect(made).to.have.property("reason").that.matches(reason);
    });

  it("allows these words within texts and comments", () => {
    const of = (x: string) => section(`shared Q = "#shared Section1!P" /* #sections ! */ & ${x};`);
    expect(compareDocument(of("1"), of("2"), "Q", { key }).kind).to.equal("document");
  });
});
