import { expect } from "chai";
import fc from "fast-check";
import { bareName, literalText } from "../../../sdk/definition/m/text";
import { scan } from "../../../sdk/definition/m/tokens";
import { LEGACY, MASHUP, METADATA } from "../../../sdk/definition/parts";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import type { Replacement } from "../../../sdk/definition/replacements";
import { understand, type UnderstandOptions } from "../../../sdk/definition/understand";
import { ownDefinition, replacePart, textOf, textPart } from "./samples";

const sales = ownDefinition("Sales");
const replace = async (replacements: Record<string, Replacement>, parts = sales, more: UnderstandOptions = {}) => {
  const { parts: sent, problems } = await understand(parts, { replacements, validate: "off", ...more });
  return {
    sent,
    mashup: textOf(sent, MASHUP),
    metadata: textOf(sent, METADATA),
    messages: problems.map(({ place, message }) => `${place}: ${message}`),
  };
};

describe("replacements", () => {
  it("change a text everywhere in the M and the metadata, and nothing else", async () => {
    const { mashup, metadata, messages } = await replace({ "rates.contoso.example": "rates.prod.example" });
    expect(messages).to.deep.equal([]);
    expect(mashup).to.equal(textOf(sales, MASHUP).replaceAll("rates.contoso.example", "rates.prod.example"));
    expect(metadata).to.equal(textOf(sales, METADATA).replaceAll("rates.contoso.example", "rates.prod.example"));
  });

  it("escape the value in quotes of M and JSON, and insert it unchanged elsewhere", async () => {
    const parts = replacePart(sales, MASHUP, 'section S; shared #"The name" = "in the text" & xyz; // in the comment');
    const value = 'a"b\n';
    const { mashup } = await replace({ "he name": value, "he text": value, "he comment": value, xyz: "1 + 2" }, parts);
    expect(mashup).to.equal('section S; shared #"Ta""b#(lf)" = "in ta""b#(lf)" & 1 + 2; // in ta"b\n');
    const [name, text] = scan(mashup).filter(({ kind }) => kind === "identifier" || kind === "text");
    expect(bareName(mashup.slice(name!.start, name!.end))).to.equal(`T${value}`);
    expect(literalText(mashup.slice(text!.start, text!.end))).to.equal(`in t${value}`);
    const { metadata } = await replace({ "rates.contoso.example": value });
    expect((JSON.parse(metadata) as { connections: { path: string }[] }).connections[1]!.path).to.equal(
      `https://${value}/daily`,
    );
  });

  it("reach escaped JSON, composite connection ids, mapping data flows and the older form", async () => {
    const old = "d0000000-0000-4000-8000-000000000003";
    const { metadata } = await replace({ [old]: "new-id" });
    expect(metadata).to.equal(textOf(sales, METADATA).replace(old, "new-id"));
    const mdf = [...sales, textPart("Move.mdf", '{ "connection": "<source>" ,"n": 1 }')];
    expect(textOf((await replace({ "<source>": 'x"' }, mdf)).sent, "Move.mdf")).to.equal(
      '{ "connection": "x\\"" ,"n": 1 }',
    );
    const legacy = await replace(
      { "files.contoso.example": { value: "files.prod.example", times: 1 }, "en-GB": "de-DE" },
      ownDefinition("Legacy"),
    );
    expect(legacy.messages).to.deep.equal([]);
    const session = (JSON.parse(textOf(legacy.sent, LEGACY)) as { editingSessionMashup: Record<string, string> })
      .editingSessionMashup;
    expect(session["mashupDocument"]).to.contain("https://files.prod.example/countries.csv");
    expect(session["documentLocale"]).to.equal("de-DE");
  });

  it("do not apply to each other's results; the longer one of two applies", async () => {
    const { mashup } = await replace({ SalesDev: "SalesTest", SalesTest: "Other", 'SalesDev", ': 'Longer", ' });
    expect(mashup).to.contain('List = {"Longer", "Other", "Sales"}').and.to.contain('Database = "SalesTest" meta');
  });

  const refused: [Record<string, unknown>, string][] = [
    [
      { "dev-sql.contoso.exampel": "x" },
      "replacements.dev-sql.contoso.exampel: is not in the definition; did you mean dev-sql.contoso.example?",
    ],
    [
      { "nothing of the kind": "x" },
      "replacements.nothing of the kind: is not in the definition; remove it, or correct it",
    ],
    [
      { "contoso.example": { value: "x", times: 2 } },
      "replacements.contoso.example: occurs 4 times in the definition, but `times` says 2 times",
    ],
    [
      { SalesTest: { value: "x", times: 2 } },
      "replacements.SalesTest: occurs once in the definition, but `times` says 2 times",
    ],
    [{ "a ": "x" }, "replacements.a : is too short (at least 3 characters); take more of the text around it"],
    [{ "": "x" }, "replacements.: is too short (at least 3 characters); take more of the text around it"],
    [{ Sales: 5 }, 'replacements.Sales: must be a text, or { value: "...", times: 2 }'],
    [{ Sales: { value: "x", times: 0 } }, 'replacements.Sales: must be a text, or { value: "...", times: 2 }'],
  ];
  for (const [replacements, message] of refused)
    it(`refuse ${JSON.stringify(replacements)}`, async () => {
      expect((await replace(replacements as Record<string, Replacement>)).messages).to.deep.equal([message]);
    });

  it("that are secret leave no trace in fingerprints, declared or read back", async () => {
    const secrets = (value: string) => [{ kind: "text", name: "dev-sql.contoso.example", value }] as const;
    const of = async (value: string) => {
      const understood = await understand(sales, {
        replacements: { "dev-sql.contoso.example": value },
        secretReplacements: ["dev-sql.contoso.example"],
      });
      expect(textOf(understood.parts, MASHUP)).to.contain(JSON.stringify(value).slice(1, -1).replaceAll('\\"', '""'));
      expect(queryFingerprints(understood.parts, secrets(value))).to.deep.equal({
        definitionFingerprint: understood.definitionFingerprint,
        queries: understood.queries,
      });
      return understood;
    };
    const [one, other] = [await of("hunter2-secret"), await of('another "secret"')];
    expect(one.queries).to.deep.equal(other.queries);
    expect(one.definitionFingerprint).to.equal(other.definitionFingerprint);
    const drifted = queryFingerprints(one.parts, secrets("rotated-secret"));
    expect(drifted.queries["ServerName"]).not.to.equal(one.queries["ServerName"]);
  });

  it("insert any value into a text so that M reads it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (value) => {
        const { mashup } = await replace({ "dev-sql": value });
        const texts = scan(mashup).filter(({ kind }) => kind === "text");
        expect(literalText(mashup.slice(texts[1]!.start, texts[1]!.end))).to.equal(`${value}.contoso.example`);
      }),
      { numRuns: 50 },
    );
  });
});
