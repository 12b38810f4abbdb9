import { expect } from "chai";
import { MASHUP } from "../../../sdk/definition/parts";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { secretsOf, understand, type UnderstandOptions } from "../../../sdk/definition/understand";
import { ownDefinition, replacePart, textOf } from "./samples";

const sales = ownDefinition("Sales");

describe("a secret parameter", () => {
  const values: [name: string, one: string | number | null, other: string | number | null][] = [
    ["ServerName", "hunter2", 'a "b"\r\n'],
    ["Database", "SalesTest", "Sales"],
    ["MaxRows", 5, -7.5],
    ["Since", "2026-01-01", null],
  ];
  for (const [name, one, other] of values)
    it(`leaves no trace in fingerprints: ${name}`, async () => {
      const options = (value: typeof one): UnderstandOptions => ({
        parameters: { [name]: value },
        secretParameters: [name],
      });
      const [first, second] = [await understand(sales, options(one)), await understand(sales, options(other))];
      expect(first.problems.filter(({ severity }) => severity === "error")).to.deep.equal([]);
      expect(first.queries).to.deep.equal(second.queries);
      expect(first.definitionFingerprint).to.equal(second.definitionFingerprint);

      const { definitionFingerprint, queries } = first;
      const readBack = replacePart(
        first.parts,
        MASHUP,
        textOf(first.parts, MASHUP).replaceAll("\n", "\r\n").replaceAll(" = ", "\r\n  =   "),
      );
      const secrets = secretsOf(options(one));
      expect(queryFingerprints(readBack, secrets), "read back in another layout").to.deep.equal({
        definitionFingerprint,
        queries,
      });
      const text = textOf(first.parts, MASHUP);
      expect(queryFingerprints(replacePart(sales, MASHUP, text), secretsOf(options(other))).queries[name]).not.to.equal(
        queries[name],
      );
    });

  it("that somebody changed in the portal is drift of that query, whatever it was changed to", async () => {
    const options = { parameters: { ServerName: "hunter2" }, secretParameters: ["ServerName"] };
    const declared = await understand(sales, options);
    const drifted = (value: string) =>
      queryFingerprints(
        replacePart(declared.parts, MASHUP, textOf(declared.parts, MASHUP).replace('"hunter2"', value)),
        secretsOf(options),
      );
    const [one, other] = [drifted('"x"'), drifted('"y" & "z"')];
    expect(one).to.deep.equal(other);
    const differing = Object.keys(one.queries).filter((name) => one.queries[name] !== declared.queries[name]);
    expect(differing).to.deep.equal(["ServerName"]);
  });

  it("still shows a change of its declaration", async () => {
    const options = { parameters: { ServerName: "hunter2" }, secretParameters: ["ServerName"] };
    const optional = replacePart(
      sales,
      MASHUP,
      textOf(sales, MASHUP).replace("Required = true, Type", "Required = false, Type"),
    );
    const [one, other] = [await understand(sales, options), await understand(optional, options)];
    expect(one.queries["ServerName"]).not.to.equal(other.queries["ServerName"]);
  });

  it("never occurs in a message", async () => {
    const { problems } = await understand(sales, {
      parameters: {
        ServerName: "hunter2",
        Nobody: "hunter2",
        Database: "hunter2",
        MaxRows: "hunter2",
        Since: "hunter2",
      },
      replacements: { "not in the file": "hunter2", "dev-sql": { value: "hunter2", times: 9 } },
    });
    expect(problems.filter(({ severity }) => severity === "error")).to.have.lengthOf(6);
    expect(JSON.stringify(problems)).not.to.contain("hunter2");
  });
});
