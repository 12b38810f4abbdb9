// The JSON schemas of every resource's types, made from the model, for code that gets arguments from other languages.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { root } from "./layout.mjs";
import { modelOf, resourceNames } from "./models.mjs";

/** The JSON schema of the types that a file exports, or of one of them. */
export function schemaOf(path, type = "*") {
  const tsconfig = join(root, "tsconfig.json");
  return createGenerator({ path, type, tsconfig, skipTypeCheck: true }).createSchema(type);
}

/** The name of each resource's lifecycle to the schema of its types. */
export const resourceSchemas = () => Object.fromEntries(resourceNames.map((name) => [name, schemaOf(modelOf(name))]));

export const writeSchemas = (file, schemas) => writeFileSync(file, `${JSON.stringify(schemas, undefined, 2)}\n`);
