import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";

/** Where a run of the tests leaves what it has seen; nothing without the environment variable. */
const folder = process.env.EMULATOR_COVERAGE;
const seen = new Set<string>();

/** One kind of answer to one operation, as a line of a file that this process has for itself. */
export function cover(operationId: string, status: number, errorCode = ""): void {
  const line = `${operationId} ${status} ${errorCode}`;
  if (!folder || seen.has(line)) return;
  if (seen.size === 0) mkdirSync(folder, { recursive: true });
  seen.add(line);
  appendFileSync(path.join(folder, `${process.pid}.txt`), `${line}\n`);
}
