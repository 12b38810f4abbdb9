import { expect } from "chai";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../sdk/package.json";
import { argumentsOf, keysWith } from "../../sdk/model/keys";
import { lookupNames } from "../../sdk/model/lookupNames";
import { secretSettingNames, settingNames, stackSettingNames } from "../../sdk/settingNames";
import { pluginFolder } from "../tools/layout.mjs";
import { classNameOf, keysOf, resources } from "../tools/resources";

interface Property {
  description?: string;
  secret?: boolean;
}
interface Schema {
  name: string;
  version: string;
  config: { variables: Record<string, Property> };
  provider: { inputProperties: Record<string, Property> };
  types: Record<string, { properties?: Record<string, Property> }>;
  resources: Record<
    string,
    Record<"inputProperties" | "properties", Record<string, Property>> & { requiredInputs: string[] }
  >;
  functions: Record<string, { inputs: { properties: Record<string, Property> } }>;
}

const text = readFileSync(join(pluginFolder, "schema.json"), "utf8");
const schema = JSON.parse(text) as Schema;
const token = (name: string) => `fabric-dataflow:index:${name}`;

describe("the schema of the provider plugin", () => {
  it("is of this package and version, and has every resource and look-up, and nothing else", () => {
    expect(schema).to.include({ name: "fabric-dataflow", version });
    expect(Object.keys(schema.resources)).to.have.members(resources.map(classNameOf).map(token));
    expect(Object.keys(schema.functions)).to.have.members(Object.keys(lookupNames).map(token));
  });

  for (const name of resources)
    it(`has what the table of ${name} says: its arguments, what its class shows, each with its documentation`, () => {
      const { inputProperties, properties, requiredInputs } = schema.resources[token(classNameOf(name))]!;
      expect(Object.keys(inputProperties)).to.have.members(argumentsOf(keysOf(name)));
      expect(Object.keys(properties)).to.have.members(keysWith(keysOf(name), { shown: true }));
      expect(keysWith(keysOf(name), { kind: "required" })).to.include.members(requiredInputs);
      for (const [key, { description }] of Object.entries({ ...inputProperties, ...properties }))
        expect(description, key).to.be.a("string");
    });

  it("has the arguments of each look-up", () => {
    for (const [name, names] of Object.entries(lookupNames))
      expect(Object.keys(schema.functions[token(name)]!.inputs.properties)).to.have.members(Object.keys(names));
  });

  it("has every setting, those that are secret as secrets, and takes none from the environment into the state", () => {
    for (const settings of [schema.config.variables, schema.provider.inputProperties]) {
      expect(Object.keys(settings)).to.have.members([...settingNames, ...stackSettingNames]);
      const secrets = Object.keys(settings).filter((name) => settings[name]?.secret);
      expect(secrets).to.have.members([...secretSettingNames]);
    }
    expect(text).not.to.contain("defaultInfo");
  });

  it("shows nothing of the package's own, and names only types that it has", () => {
    expect(text).not.to.match(/"__/);
    for (const [, name] of text.matchAll(/"\$ref": "#\/types\/([^"]+)"/g)) expect(schema.types).to.have.property(name!);
  });

  it("lies in a folder with one program that starts by itself", () => {
    expect(statSync(join(pluginFolder, "pulumi-resource-fabric-dataflow")).mode & 0o111).to.equal(0o111);
    expect(readFileSync(join(pluginFolder, "index.js"), "utf8")).not.to.match(/require\("(?:@|undici|yaml|commander)/);
  });
});
