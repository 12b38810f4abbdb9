import { expect } from "chai";
import fc from "fast-check";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { definition } from "./mistakes";
import { onEveryDefinition, replacePart, textOf } from "./samples";
import { MASHUP } from "../../../sdk/definition/parts";

const id = "ABCDEF01-2222-4222-8222-222222222222";
const fingerprint = (mashup: string, entry: object = {}, more: object = {}): string =>
  queryFingerprints(definition(`section S;\n${mashup}`, { A: entry }, more)).definitionFingerprint;
const inM = (expression: string) => fingerprint(`shared A = ${expression};`);

/** Expressions of M in several forms. The forms of one group have the same meaning, those of two groups do not. */
const forms: Record<string, string[][]> = {
  "a field's name": [
    ['each [#"Order Date"]', "each [Order Date]", "each   [ Order Date ]"],
    ["each [Order  Date]", 'each [#"Order  Date"]'],
    ["each [OrderDate]", 'each [#"OrderDate"]'],
  ],
  "a field whose name is a keyword": [['[#"type" = 1]', "[type = 1]"], ["[types = 1]"]],
  "an optional field of a type": [
    [
      "type [optional a = text]",
      "type [optional  a = text]",
      'type [optional #"a" = text]',
      "type [optional\n a = text]",
    ],
    ["type [a = text]"],
    ['type [#"optional a" = text]'],
  ],
  "a table's type": [
    ["type table [Order Date = date]", 'type table [#"Order Date" = date]'],
    ["type table [Order = date]"],
  ],
  "a line break in a text": [
    ['"a\r\nb"', '"a\nb"', '"a#(cr,lf)b"', '"a#(cr)#(lf)b"', '"a#(000D,000A)b"'],
    ['"a#(lf)b"'],
    ['"a#(cr)b"'],
  ],
  "a quoted name": [['let #"x" = 1 in #"x"', "let x = 1 in x"], ["let X = 1 in X"]],
};

describe("fingerprints of equal meaning", () => {
  for (const [what, groups] of Object.entries(forms))
    it(`are equal, and differ for another meaning: ${what}`, () => {
      const seen = groups.map((group) => new Set(group.map(inM)));
      for (const [at, one] of seen.entries()) expect(one.size, groups[at]?.join("  |  ")).to.equal(1);
      expect(new Set(seen.flatMap((one) => [...one])).size).to.equal(groups.length);
    });

  it("are equal for every combination of such forms", () => {
    const kinds = Object.values(forms);
    const piece = fc
      .constantFrom(...kinds)
      .chain((groups) =>
        fc.record({ groups: fc.constant(groups), group: fc.nat(groups.length - 1), form: fc.nat(5), other: fc.nat(5) }),
      );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.nat(3), (pieces, at) => {
        const write = (key: "form" | "other", change = -1) =>
          inM(
            `{${pieces
              .map(({ groups, group, ...forms }, index) => {
                const said = groups[(group + (index === change ? 1 : 0)) % groups.length] ?? [];
                return said[forms[key] % said.length];
              })
              .join(", ")}}`,
          );
        expect(write("form")).to.equal(write("other"));
        expect(write("form")).not.to.equal(write("other", at % pieces.length));
      }),
      { numRuns: 300, seed: 9 },
    );
  });

  it("do not depend on the order of fields in attributes, but on the order of items in lists", () => {
    const member = (attributes: string) => fingerprint(`${attributes}\nshared A = 1;`);
    expect(member("[A = 1, B = [C = {1, 2}, D = null]]")).to.equal(member('[#"B" = [D = null, C = {1, 2}], A = 1]'));
    expect(member("[A = 1, B = [C = {1, 2}]]")).not.to.equal(member("[A = 1, B = [C = {2, 1}]]"));
    expect(member("[A = 1]")).not.to.equal(member("[A = 1 /* why */]"));
    const header = (attributes: string) =>
      queryFingerprints(definition(`${attributes} section S;\nshared A = 1;`)).definitionFingerprint;
    expect(header("[A = 1, B = 2]")).to.equal(header("[B = 2, A = 1]"));
    expect(header("[A = 1, B = 2]")).not.to.equal(header("[B = 1, A = 2]"));
  });

  it("ignore the case of ids, types and languages, and a query's own id", () => {
    const m = "shared A = 1;";
    const connection = (kind: string, write: (text: string) => string, path = "s;d") => ({
      connections: [{ path, kind, connectionId: JSON.stringify({ ClusterId: write(id), DatasourceId: write(id) }) }],
    });
    const [upper, lower] = [(text: string) => text.toUpperCase(), (text: string) => text.toLowerCase()];
    expect(fingerprint(m, {}, connection("SQL", upper))).to.equal(fingerprint(m, {}, connection("Sql", lower)));
    expect(fingerprint(m, {}, connection("SQL", upper))).not.to.equal(
      fingerprint(m, {}, connection("Sql", upper, "S;d")),
    );
    const group = (write: (text: string) => string) =>
      fingerprint(m, { queryGroupId: lower(id) }, { queryGroups: [{ id: write(id), name: "g" }] });
    expect(group(upper)).to.equal(group(lower));
    expect(fingerprint(m, {}, { documentLocale: "de-de" })).to.equal(fingerprint(m, {}, { documentLocale: "de-DE" }));
    expect(fingerprint(m, {}, { documentLocale: "EN-US" })).to.equal(fingerprint(m));
    expect(fingerprint(m, { queryId: id })).to.equal(fingerprint(m, { queryId: "other" }));
    expect(fingerprint(m, { isHidden: true })).not.to.equal(fingerprint(m));
  });

  onEveryDefinition("hold where line ends, quotes and blanks change", (parts) => {
    const before = queryFingerprints(parts);
    const mashup = textOf(parts, MASHUP);
    for (const edit of [
      (text: string) => text.replaceAll("\r\n", "\n"),
      (text: string) => text.replaceAll(/\r?\n/g, "\r\n"),
      (text: string) => text.replaceAll("[Data]", '[#"Data"]'),
      (text: string) => text.replaceAll("[Data]", "[ Data ]"),
    ])
      expect(queryFingerprints(replacePart(parts, MASHUP, edit(mashup)))).to.deep.equal(before);
  });
});
