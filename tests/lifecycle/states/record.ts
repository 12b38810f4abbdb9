import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordStates } from "./recordStates";

/*
 * Records the states that this version of the package writes: `npx tsx tests/lifecycle/states/record.ts <prefix>`. Recorded files
 * never change, because existing stacks have such states. A new shape of a state gets a new prefix. Without the prefix it writes nothing.
 */

const prefix = process.argv[2];
// Mocha loads this file too if it is given the whole folder.
const isMain = require.main === module;
if (isMain && !prefix)
  throw new Error("give the prefix of the new files: npx tsx tests/lifecycle/states/record.ts <prefix>");

if (isMain)
  void recordStates((name, state) => {
    const file = join(__dirname, `${prefix}-${name}.json`);
    if (existsSync(file)) throw new Error(`${file} is frozen: give a new prefix`);
    writeFileSync(file, `${state}\n`);
  });
