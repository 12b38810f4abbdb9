import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keys as dataflow } from "../../sdk/model/dataflow";
import { keys as dataflowRefresh } from "../../sdk/model/dataflowRefresh";
import { keys as dataflowSchedule } from "../../sdk/model/dataflowSchedule";
import { argumentsOf } from "../../sdk/model/keys";
import { scratch } from "../tools/layout.mjs";

interface Schema {
  properties: Record<string, { description?: string }>;
  required: string[];
  additionalProperties: boolean;
}

const schemas = JSON.parse(readFileSync(join(scratch, "schema.json"), "utf8")) as Record<
  string,
  { definitions: { Arguments: Schema } }
>;

describe("the schema that the build makes of the model", () => {
  it("has every resource", () => {
    expect(Object.keys(schemas).sort()).to.deep.equal(["dataflow", "dataflowRefresh", "dataflowSchedule"]);
  });

  for (const [name, keys] of Object.entries({ dataflow, dataflowRefresh, dataflowSchedule }))
    it(`has the arguments of ${name} that its table has, each with its documentation, and no other`, () => {
      const { properties, additionalProperties, required } = schemas[name]!.definitions.Arguments;
      expect(Object.keys(properties).sort()).to.deep.equal([...argumentsOf(keys)].sort());
      expect(additionalProperties).to.equal(false);
      expect(required).to.include("workspaceId");
      for (const [key, { description }] of Object.entries(properties)) expect(description, key).to.be.a("string");
    });
});
