import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argumentsOf, keysWith } from "../../sdk/model/keys";
import { keysOf, resources } from "../tools/resources";
import { scratch } from "../tools/layout.mjs";

interface Schema {
  properties: Record<string, { description?: string }>;
  required: string[];
  additionalProperties: boolean;
}

describe("the build's schema of the model", () => {
  let schemas: Record<string, { definitions: { Arguments: Schema } }>;
  before(() => {
    schemas = JSON.parse(readFileSync(join(scratch, "schema.json"), "utf8")) as typeof schemas;
  });

  it("has every resource, and nothing else", () => {
    expect(Object.keys(schemas)).to.have.members(resources);
  });

  for (const name of resources)
    it(`has exactly the arguments in the table of ${name}, each with its documentation`, () => {
      const { properties, additionalProperties, required } = schemas[name]!.definitions.Arguments;
      expect(Object.keys(properties)).to.have.members(argumentsOf(keysOf(name)));
      expect(additionalProperties).to.equal(false);
      expect(keysWith(keysOf(name), { kind: "required" })).to.include.members(required);
      for (const [key, { description }] of Object.entries(properties)) expect(description, key).to.be.a("string");
    });
});
