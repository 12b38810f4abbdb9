import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./layout.mjs";

const folder = join(root, "sdk", "model");

/** The file of the model that has a resource's table of keys. */
export const modelOf = (name) => join(folder, `${name}.ts`);

/** The names of all resources: the files of the model that have a table of keys. */
export const resourceNames = readdirSync(folder)
  .map((file) => file.replace(".ts", ""))
  .filter((name) => /^export const keys = /m.test(readFileSync(modelOf(name), "utf8")));
