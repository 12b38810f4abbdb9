import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const fixture = join(__dirname, "../fixtures/unitTests/Sales.Dataflow");
export const folder = mkdtempSync(join(tmpdir(), "unit-tests-"));
after(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
/** A copy of the dataflow with these files of tests, and nothing else in `tests`. */
export function dataflow(tests: Record<string, string>): string {
  const copy = join(folder, `${++made}`, "Sales.Dataflow");
  cpSync(fixture, copy, { recursive: true });
  rmSync(join(copy, "tests"), { recursive: true });
  if (Object.keys(tests).length > 0) mkdirSync(join(copy, "tests"));
  for (const [name, text] of Object.entries(tests)) writeFileSync(join(copy, "tests", name), text);
  return copy;
}

/** A case of the query `Regions`. */
export const regions = (name: string, expected: string) =>
  `name: ${name}\nquery: Regions\ngiven: { Regions: [{ Region: North, Active: true }] }\nexpect: ${expected}`;
