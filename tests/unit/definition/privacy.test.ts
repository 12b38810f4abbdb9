import { expect } from "chai";
import { limitDocument } from "../../../sdk/dataTests/document";
import { problemText } from "../../../sdk/common/problem";
import { understand } from "../../../sdk/definition/understand";

const SQL = 'shared Orders = Sql.Database("s", "d"){[Item = "Orders"]}[Data];';
const WEB = 'shared Rates = Csv.Document(Web.Contents("https://example.org/"));';
const JOIN = 'shared Both = Table.NestedJoin(Orders, {"Id"}, Rates, {"Id"}, "R", JoinKind.Inner);';
const section = (...members: string[]) => ["section Section1;", ...members].join("\n");
const sent = (mashup: string, query: string) => limitDocument(mashup, query, 10).customMashupDocument;
const two = section(SQL, WEB, JOIN);

describe("a query that combines sources", () => {
  it("is evaluated in a document that allows it, whichever query has the sources", () => {
    expect(sent(two, "Both")).to.match(/^\[AllowCombine = true\]\nsection Section1;/);
    expect(sent(section(SQL, 'shared B = {Sql.Database("s", "d"), Sql.Database("t", "d")};'), "B")).to.contain(
      "AllowCombine",
    );
    const quoted = section('shared #"My orders" = Sql.Database("s", "d");', WEB, 'shared B = {#"My orders", Rates};');
    expect(sent(quoted, "B")).to.contain("AllowCombine");
  });

  it("does not change other documents", () => {
    expect(sent(two, "Orders")).to.equal(`${two}\nshared #"Orders (test)" = Table.FirstN(Orders, 10);\n`);
    expect(sent(section(SQL, 'shared Said = "Web.Contents(" & Text.From(Orders);'), "Said")).not.to.contain(
      "AllowCombine",
    );
    expect(sent(section("shared F = (x) => [Web.Contents](x);", SQL, "shared Q = F(Orders);"), "Q")).not.to.contain(
      "AllowCombine",
    );
  });

  it("keeps the document's attributes, and its own AllowCombine", () => {
    const staged = `[StagingDefinition = [Kind = "FastCopy"]]\n${two}`;
    expect(sent(staged, "Both")).to.match(
      /^\[AllowCombine = true, StagingDefinition = \[Kind = "FastCopy"\]\]\nsection/,
    );
    for (const value of ["true", "false"]) {
      const said = `[AllowCombine = ${value}]\n${two}`;
      expect(sent(said, "Both").startsWith(said)).to.equal(true);
    }
    expect(sent(`[]\n${two}`, "Both")).to.match(/^\[AllowCombine = true\]\nsection/);
    expect(sent(`// mine\n${two}`, "Both")).to.match(/^\/\/ mine\n\[AllowCombine = true\]\nsection/);
  });

  const warnings = async (mashup: string, metadata: object = {}) => {
    const names = ["Orders", "Rates", "Both"];
    const queriesMetadata = Object.fromEntries(names.map((name) => [name, { queryName: name, loadEnabled: false }]));
    const parts = [
      { path: "mashup.pq", content: Buffer.from(mashup) },
      {
        path: "queryMetadata.json",
        content: Buffer.from(JSON.stringify({ formatVersion: "202502", name: "x", queriesMetadata, ...metadata })),
      },
    ];
    return (await understand(parts)).problems.map(problemText);
  };

  it("is a warning if a run blocks it, and not if the definition allows it", async () => {
    const [warned, ...others] = await warnings(two);
    expect(others).to.deep.equal([]);
    expect(warned).to.match(/^definition\/mashup\.pq: Both combines sources \(Sql, Web\), which a run blocks/);
    expect(warned).to.contain("[AllowCombine = true]").and.contain('"fastCombine": true');
    expect(await warnings(two, { fastCombine: true })).to.deep.equal([]);
    expect(await warnings(`[AllowCombine = true]\n${two}`)).to.deep.equal([]);
    expect(await warnings(two.replace('Csv.Document(Web.Contents("https://example.org/"))', "Orders"))).to.deep.equal(
      [],
    );
  });

  it("is not reported if the sources are not combined, or if one of them is a destination", async () => {
    const combined = async (mashup: string) => (await warnings(mashup)).filter((text) => text.includes("combine"));
    expect(await combined(section(SQL, WEB))).to.deep.equal([]);
    const written = section(
      SQL.replace("shared", '[DataDestinations = {[Definition = [QueryName = "Rates"]]}] shared'),
      'shared Rates = Lakehouse.Contents([]){[workspaceId = "x"]}[Data];',
    );
    expect(await combined(written)).to.deep.equal([]);
  });

  it("is a warning for sources at any distance", async () => {
    const chain = section(SQL, WEB, "shared A = B; shared B = C; shared C = {Orders, D}; shared D = {Rates, A};");
    expect((await warnings(chain)).filter((text) => text.includes("combine "))).to.have.lengthOf(1);
    expect((await warnings(chain)).join()).to.contain("A, B, C, D combine sources (Sql, Web)");
  });
});
