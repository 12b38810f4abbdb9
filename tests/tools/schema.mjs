// The JSON schema of every resource's arguments, made from the model: what takes arguments from no TypeScript program reads it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { root } from "./layout.mjs";
import { modelOf, resourceNames } from "./models.mjs";

/** Writes one object: the name of each resource's lifecycle to the schema of its arguments. */
export function writeSchema(file) {
  const tsconfig = join(root, "sdk", "tsconfig.json");
  const schemas = resourceNames.map((name) => {
    const generator = createGenerator({ path: modelOf(name), type: "Arguments", tsconfig, skipTypeCheck: true });
    return [name, generator.createSchema("Arguments")];
  });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(schemas), undefined, 2)}\n`);
}
