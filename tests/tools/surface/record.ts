import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { entries, recordOf, surfaces, type Entry } from "./surface";

/* `npm run surface`: records the current public types. Check the difference: a removed line may break programs. */
const now = surfaces();
const before = (entry: Entry): string[] =>
  existsSync(recordOf(entry)) ? readFileSync(recordOf(entry), "utf8").trimEnd().split("\n") : [];
const changed = (Object.keys(entries) as Entry[]).flatMap((entry) => [
  ...before(entry).flatMap((line) => (now[entry].includes(line) ? [] : [`- ${line}`])),
  ...now[entry].flatMap((line) => (before(entry).includes(line) ? [] : [`+ ${line}`])),
]);
if (changed.length > 0) console.log([...changed, "Say in CHANGELOG.md what of it a user sees."].join("\n"));
for (const entry of Object.keys(entries) as Entry[]) writeFileSync(recordOf(entry), `${now[entry].join("\n")}\n`);
