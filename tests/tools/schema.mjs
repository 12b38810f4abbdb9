// The JSON schema of every resource's arguments, made from the model: what takes arguments from no TypeScript program reads it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { root } from "./layout.mjs";

const model = join(root, "sdk", "model");

/** Writes one object: the name of each resource's lifecycle to the schema of its arguments. */
export function writeSchema(file) {
  const names = readdirSync(model)
    .filter((name) => /^export const keys = /m.test(readFileSync(join(model, name), "utf8")))
    .map((name) => name.replace(".ts", ""));
  const schemas = names.map((name) => {
    const options = {
      path: join(model, `${name}.ts`),
      type: "Arguments",
      tsconfig: join(root, "sdk", "tsconfig.json"),
    };
    return [name, createGenerator({ ...options, skipTypeCheck: true }).createSchema("Arguments")];
  });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(schemas), undefined, 2)}\n`);
}
