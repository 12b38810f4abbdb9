// The schema of the package `fabric-dataflow`: the model's types in Pulumi's form. Pulumi makes SDKs in every language from it.
// https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/
import { createRequire } from "node:module";
import { join } from "node:path";
import { addressIn } from "../address.mjs";
import { root } from "../layout.mjs";
import { schemaOf } from "../schema.mjs";

const NAME = "fabric-dataflow";
const ANY = { $ref: "pulumi.json#/Any" };
/** Types of the model for which Pulumi has its own types. */
const OWN = {
  DataflowDefinition: "pulumi.json#/Archive",
  ArchiveContent: "pulumi.json#/Archive",
  AssetContent: "pulumi.json#/Asset",
};
/** Numbers that may have a fraction. All other numbers are counts, days, or durations in whole units. */
const FRACTIONS = new Set(["BoundsMin", "BoundsMax"]);

const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const compiled = createRequire(join(root, "sdk", "dist", "index.js"));
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const token = (name) => `${NAME}:index:${name}`;

/** New names for types with a property of the same name, which C# refuses. */
const CALLED = { DayOfMonth: "DayOfMonthOccurrence", OrdinalWeekday: "OrdinalWeekdayOccurrence" };

/** Documentation that differs between the plugin and the classes. */
const SAID = {
  DataflowRefreshCancelOnInterrupt: "Ctrl-C cancels the run. Default: false.",
  JobInstanceJobType: "`Execute` or `Refresh`, `ApplyChanges` or `Publish`: Fabric has two names of each job.",
};
/** The text for the classes, and the text for programs in any language. */
const REWORDED = [
  [/new pulumi\.asset\.(?=\w+\()/g, ""],
  [/\ba map of part path to asset/g, "an AssetArchive of part path to asset"],
];

/**
 * The documentation names the default. The schema itself has no default, because an SDK would send it as an argument. The state of programs that
 * omit the argument would change.
 */
const described = ({ description: given, default: value }) => {
  const description = given && REWORDED.reduce((text, [pattern, better]) => text.replace(pattern, better), given);
  return value === undefined || /\bdefault\b/i.test(description)
    ? description
    : `${description} Default: ${JSON.stringify(value)}.`;
};

/** SDKs always send a constant. So an argument that may be left out has a list of one value instead. */
const withoutConstant = ({ const: only, ...schema }) => (only === undefined ? schema : { ...schema, enum: [only] });

/** Translates JSON schemas, and collects the types that they name. */
class Types {
  collected = {};

  constructor(definitions) {
    this.definitions = definitions;
  }

  /** A property. `name` is the name for a type without a name. */
  property(schema, name) {
    const text = SAID[name] ?? described(schema);
    const description = text && { description: text };
    const constant = schema.const !== undefined && { const: schema.const };
    return { ...this.type(schema, name), ...description, ...constant };
  }

  type(schema, name) {
    if (schema.$ref) return this.named(schema.$ref.replace("#/definitions/", ""));
    if (schema.anyOf) return this.union(schema.anyOf, name);
    if (Array.isArray(schema.type))
      return this.union(
        schema.type.map((type) => ({ type })),
        name,
      );
    if (schema.enum && schema.type === "string") return this.collect(name, schema);
    if (schema.type === "array") return { type: "array", items: this.type(schema.items ?? {}, name) };
    if (schema.type === "object" && schema.properties) return this.collect(name, schema);
    if (schema.type === "object")
      return { type: "object", additionalProperties: this.type(schema.additionalProperties ?? {}, name) };
    if (schema.type === "number") return { type: FRACTIONS.has(name) ? "number" : "integer" };
    return ["string", "boolean"].includes(schema.type) ? { type: schema.type } : ANY;
  }

  named(name) {
    if (OWN[name]) return { $ref: OWN[name] };
    const schema = this.definitions[name];
    if (!schema) throw new Error(`the schema has no type ${name}`);
    return schema.properties || schema.enum ? this.collect(name, schema) : this.type(schema, name);
  }

  collect(given, schema) {
    const name = CALLED[given] ?? given;
    if (!this.collected[name]) {
      this.collected[name] = {};
      this.collected[name] = schema.enum
        ? { type: "string", description: schema.description, enum: schema.enum.map((value) => ({ value })) }
        : this.object(schema, name);
    }
    const type = schema.enum ? "string" : "object";
    return { type, $ref: `#/types/${token(name)}` };
  }

  object(schema, name) {
    const properties = Object.entries(schema.properties).map(([key, value]) => [
      key,
      this.property(schema.required?.includes(key) ? value : withoutConstant(value), name + capital(key)),
    ]);
    return {
      type: "object",
      description: schema.description,
      properties: Object.fromEntries(properties),
      required: schema.required ?? [],
    };
  }

  /** Values of several plain types, or null, have any type. Objects are distinguished by the text that only one of them has. */
  union(all, name) {
    const members = all.filter(({ type }) => type !== "null");
    const plain = members.filter(({ type, $ref }) => !$ref && type !== "object" && type !== "array");
    if (members.length === 1) return this.type(members[0], name);
    // One object or a list of such objects is a list: Pulumi's SDK for Python fails for a list in a union.
    const list = members.find(({ type }) => type === "array");
    if (list && members.every((member) => member === list || equal(member, list.items))) return this.type(list, name);
    if (plain.length > 2 || (plain.length === 2 && members.length < all.length)) return ANY;
    const oneOf = members.map((member) => this.type(member, name));
    const key = Object.keys(this.propertiesOf(members[0])).find((property) =>
      members.every((member) => this.propertiesOf(member)[property]?.const !== undefined),
    );
    if (key === undefined) return { oneOf };
    const mapping = members.map((member, index) => [this.propertiesOf(member)[key].const, oneOf[index].$ref]);
    return { oneOf, discriminator: { propertyName: key, mapping: Object.fromEntries(mapping) } };
  }

  propertiesOf = ({ $ref }) => ($ref && this.definitions[$ref.replace("#/definitions/", "")]?.properties) || {};

  /** An object that combines several forms. Properties that only some forms have are optional. */
  merged({ $ref, ...schema }) {
    if ($ref) return { ...this.merged(this.definitions[$ref.replace("#/definitions/", "")]), ...schema };
    const { anyOf, ...one } = schema;
    if (!anyOf) return one;
    const forms = anyOf.map((form) => this.merged(form));
    const properties = {};
    for (const form of forms)
      for (const [key, value] of Object.entries(form.properties)) if (!value.not) properties[key] = value;
    const required = Object.keys(properties).filter((key) =>
      forms.every((form) => (form.required ?? []).includes(key)),
    );
    return { ...one, type: "object", properties, required };
  }
}

function resource(name, schema) {
  const { keys } = compiled(`./model/${name}.js`);
  const types = new Types(schema.definitions);
  const Name = capital(name);
  const args = types.object(schema.definitions.Arguments, Name);
  const shown = (key) => keys[key]?.shown === true;
  const all = schema.definitions.Outputs;
  const shownOnes = Object.fromEntries(Object.entries(all.properties).filter(([key]) => shown(key)));
  const outputs = types.object({ ...all, properties: shownOnes }, Name);
  return {
    types: types.collected,
    resource: [
      token(Name),
      {
        description: DESCRIPTIONS[name],
        inputProperties: args.properties,
        requiredInputs: args.required,
        properties: outputs.properties,
        required: outputs.required.filter(shown),
      },
    ],
  };
}

const DESCRIPTIONS = {
  dataflow: "A Microsoft Fabric Dataflow Gen2 item, with its definition.",
  dataflowRefresh: "One run of a dataflow: started when the resource is created or replaced, and awaited.",
  dataflowSchedule: "A schedule of a dataflow: up to 20 for each of its jobs.",
};

function functions() {
  const { definitions } = schemaOf(join(root, "tests", "tools", "plugin", "functionTypes.ts"), "Functions");
  const types = new Types(definitions);
  const all = Object.entries(definitions.Functions.properties).map(([name, { properties, description }]) => {
    const [args, result] = [types.merged(properties.args), types.merged(properties.result)];
    const Name = capital(name.replace(/^get/, ""));
    const inputs = types.object(args, Name);
    const outputs = types.object(result, Name);
    return [token(name), { description, inputs, outputs }];
  });
  return { types: types.collected, functions: Object.fromEntries(all) };
}

/** A setting of the provider. The SDKs read no environment variables, because a value from there would be an argument and be in the state. */
function settings() {
  const names = compiled("./settingNames.js");
  const kindOf = (name) =>
    names.identitySettings[name] ??
    names.serviceSettings[name] ??
    names.identitySettings[name.replace(/^run(.)/, (_, letter) => letter.toLowerCase())];
  const own = names.settingNames.map((name) => {
    const { kind } = kindOf(name);
    return [
      name,
      {
        type: kind === "switch" ? "boolean" : /^max/.test(name) ? "integer" : "string",
        description: `In place of it: the environment variable ${names.environmentName(name)}.`,
        ...(kind === "secret" && { secret: true }),
      },
    ];
  });
  return Object.fromEntries([
    ...own,
    ["isolated", { type: "boolean", description: "The default of `isolated` of every dataflow." }],
    [
      "allowForeign",
      { type: "array", items: { type: "string" }, description: "What `allowForeign` of every dataflow has, too." },
    ],
  ]);
}

/**
 * The address from which the engine downloads the plugin, if the package names its repository: the release with the tag `v<version>`, by the archive's
 * name. https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/#package
 */
export function download(manifest) {
  const [, owner, name] = /github\.com\/([^/]+)\/([^/]+)$/.exec(addressIn(manifest) ?? "") ?? [];
  return name ? { pluginDownloadURL: `github://api.github.com/${owner}/${name}` } : {};
}

/** The import path of the SDK for Go is the repository's address. */
const published = (manifest) => {
  const repository = addressIn(manifest);
  return repository === undefined ? {} : { repository, homepage: manifest.homepage };
};

/** The settings that SDKs show as variables, whose names cannot be words of TypeScript. The provider accepts all settings. */
const shownSettings = ({ delete: _reserved, ...variables }) => variables;

/** The whole schema. `schemas` are the JSON schemas of each resource's types. */
export function packageSchema(schemas) {
  const manifest = compiled("../package.json");
  const resources = Object.entries(schemas).map(([name, schema]) => resource(name, schema));
  const lookups = functions();
  const variables = settings();
  const types = Object.assign({}, ...resources.map(({ types }) => types), lookups.types);
  return {
    name: NAME,
    displayName: "Microsoft Fabric Dataflow",
    version: manifest.version,
    description: manifest.description,
    keywords: ["category/cloud", "kind/native", "fabric", "dataflow"],
    license: manifest.license,
    ...download(manifest),
    ...published(manifest),
    // With `supportPack`, the code of `pulumi import` has the import path of Go's SDK.
    meta: { moduleFormat: "(.*)", supportPack: true },
    language: Object.fromEntries(
      ["nodejs", "python", "go", "csharp"].map((name) => [name, { respectSchemaVersion: true }]),
    ),
    config: { variables: shownSettings(variables) },
    provider: {
      description: "An identity and endpoint of its own. Its arguments win over the environment.",
      inputProperties: variables,
    },
    types: Object.fromEntries(Object.entries(types).map(([name, type]) => [token(name), type])),
    resources: Object.fromEntries(resources.map(({ resource }) => resource)),
    functions: lookups.functions,
  };
}
