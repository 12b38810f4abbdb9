import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordStates } from "./recordStates";

/*
 * Records the states that this version of the package writes: `npx tsx tests/lifecycle/states/record.ts <prefix>`. Recorded files
 * never change, because existing stacks have such states. A new shape of a state gets a new prefix.
 */

const prefix = process.argv[2] ?? "new";

void recordStates((name, state) => {
  const file = join(__dirname, `${prefix}-${name}.json`);
  if (existsSync(file)) throw new Error(`${file} is frozen: give a new prefix`);
  writeFileSync(file, `${state}\n`);
});
