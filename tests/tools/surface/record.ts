import { writeFileSync } from "node:fs";
import { entries, recordOf, surfaces, type Entry } from "./surface";

/* `npm run surface`: records the public types as they are now. Look at the difference: a line that went may break programs. */
const now = surfaces();
for (const entry of Object.keys(entries) as Entry[]) writeFileSync(recordOf(entry), `${now[entry].join("\n")}\n`);
