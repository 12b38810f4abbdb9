import { cpSync } from "node:fs";
import { join } from "node:path";
import { root } from "../layout.mjs";

/** Copies an example, without what belongs to the checkout alone. */
export function copyExample(name: string, target: string): void {
  const skipped = /(^|[\\/])(node_modules|Pulumi(\.[^\\/]*)?\.yaml)$/;
  cpSync(join(root, "examples", name), target, { recursive: true, filter: (source) => !skipped.test(source) });
}

/** The program in a folder as the Automation API wants it: run anew for each operation, its exports the stack's outputs. */
export const programIn = (folder: string) => async (): Promise<Record<string, unknown>> => {
  const file = require.resolve(join(folder, "index.ts"));
  delete require.cache[file];
  return { ...(require(file) as Record<string, unknown>) };
};
