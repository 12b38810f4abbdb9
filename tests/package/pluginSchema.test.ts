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
  type?: string;
  description?: string;
  secret?: boolean;
  const?: unknown;
}
interface Schema {
  name: string;
  version: string;
  config: { variables: Record<string, Property> };
  provider: { inputProperties: Record<string, Property> };
  types: Record<string, { properties?: Record<string, Property>; required?: string[] }>;
  resources: Record<
    string,
    Record<"inputProperties" | "properties", Record<string, Property>> & { requiredInputs: string[] }
  >;
  functions: Record<
    string,
    { description?: string } & Record<
      "inputs" | "outputs",
      { properties: Record<string, Property>; required?: string[] }
    >
  >;
}

const text = readFileSync(join(pluginFolder, "schema.json"), "utf8");
const schema = JSON.parse(text) as Schema;
const token = (name: string) => `fabric-dataflow:index:${name}`;

describe("the schema of the provider plugin", () => {
  it("has this package's name and version, every resource and look-up, and nothing else", () => {
    expect(schema).to.include({ name: "fabric-dataflow", version });
    expect(Object.keys(schema.resources)).to.have.members(resources.map(classNameOf).map(token));
    expect(Object.keys(schema.functions)).to.have.members(Object.keys(lookupNames).map(token));
  });

  for (const name of resources)
    it(`has the keys in the table of ${name}: its arguments and outputs, each with its documentation`, () => {
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

  it("has every setting, marks secret ones, and reads none from the environment", () => {
    // An SDK declares a variable for each setting, and `delete` is not a valid name in TypeScript.
    expect(schema.config.variables).not.to.have.property("delete");
    const ofConfiguration = { ...schema.config.variables, delete: {} };
    for (const settings of [ofConfiguration, schema.provider.inputProperties] as Record<string, Property>[]) {
      expect(Object.keys(settings)).to.have.members([...settingNames, ...stackSettingNames]);
      const secrets = Object.keys(settings).filter((name) => settings[name]?.secret);
      expect(secrets).to.have.members([...secretSettingNames]);
    }
    expect(text).not.to.contain("defaultInfo");
  });

  it("has no internal key of the package, and names only its own types", () => {
    expect(text).not.to.match(/"__/);
    for (const [, name] of text.matchAll(/"\$ref": "#\/types\/([^"]+)"/g)) expect(schema.types).to.have.property(name!);
  });

  /** All types with properties, by the name of their class in an SDK. */
  const classes = [
    ...Object.entries(schema.types).map(([name, { properties }]) => ({ name, properties: properties ?? {} })),
    ...Object.entries(schema.functions).flatMap(([name, { inputs, outputs }]) =>
      [inputs, outputs].map(({ properties }) => ({ name, properties })),
    ),
  ];

  it("documents every property, without terms of one language", () => {
    for (const { name, properties } of classes)
      for (const [key, { description }] of Object.entries(properties))
        expect(description, `${name}.${key}`).to.be.a("string");
    for (const [name, { description }] of Object.entries(schema.functions))
      expect(description, name).to.match(/^(An?|The) /);
    expect(text).not.to.match(/new pulumi|FabricProvider|\{@|sameJobType|RunError/);
  });

  it("has integers for counts, days and durations, and fractions only for values", () => {
    const fractions = new Set<string>();
    const visit = (value: unknown, place: string): void => {
      if (typeof value !== "object" || value === null) return;
      if ((value as Property).type === "number") fractions.add(place.replace(/\/oneOf.*/, ""));
      for (const [key, inner] of Object.entries(value)) visit(inner, `${place}/${key}`);
    };
    visit(schema, "");
    const bounds = `/types/${token("Bounds")}/properties`;
    expect([...fractions]).to.have.members([`${bounds}/min`, `${bounds}/max`]);
  });

  it("has no defaults that SDKs would send as arguments, but documents each default", () => {
    expect(text).not.to.match(/"default(Info)?":/);
    const { inputProperties } = schema.resources[token("Dataflow")]!;
    expect(inputProperties.cancelRuns?.description).to.match(/Default: false\.$/);
  });

  it("has constants only for required properties, because SDKs always send a constant", () => {
    const objects = [
      ...Object.values(schema.types),
      ...Object.values(schema.resources).map(({ inputProperties, requiredInputs }) => ({
        properties: inputProperties,
        required: requiredInputs,
      })),
      ...Object.values(schema.functions).map(({ inputs }) => inputs),
    ];
    const constant = objects.flatMap(({ properties = {}, required = [] }) =>
      Object.keys(properties).filter((key) => properties[key]!.const !== undefined && !required.includes(key)),
    );
    expect(constant).to.deep.equal([]);
    expect(text, "some are constant").to.contain('"const"');
  });

  it("has no list in a union, because Pulumi's SDK for Python fails for it", () => {
    const lists: string[] = [];
    const visit = (value: unknown, place: string): void => {
      if (typeof value !== "object" || value === null) return;
      const { oneOf } = value as { oneOf?: Property[] };
      if (oneOf?.some(({ type }) => type === "array")) lists.push(place);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${place}/${key}`);
    };
    visit(schema, "");
    expect(lists).to.deep.equal([]);
  });

  it("has no class with a member of the class's name, because C# refuses it", () => {
    const named = classes.filter(({ name, properties }) =>
      Object.keys(properties).some((key) => key.toLowerCase() === name.split(":").at(-1)!.toLowerCase()),
    );
    expect(named.map(({ name }) => name)).to.deep.equal([]);
  });

  it("is in a folder with one program that starts without packages", () => {
    expect(statSync(join(pluginFolder, "pulumi-resource-fabric-dataflow")).mode & 0o111).to.equal(0o111);
    expect(readFileSync(join(pluginFolder, "index.js"), "utf8")).not.to.match(/require\("(?:@|undici|yaml|commander)/);
  });
});
