import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";

/** The folder for the recorded responses. Undefined without the environment variable. */
const folder = process.env.EMULATOR_COVERAGE;
const seen = new Set<string>();

/** Records one kind of response of one operation, as a line in a file of this process. */
export function cover(operationId: string, status: number, errorCode = ""): void {
  const line = `${operationId} ${status} ${errorCode}`;
  if (!folder || seen.has(line)) return;
  if (seen.size === 0) mkdirSync(folder, { recursive: true });
  seen.add(line);
  appendFileSync(path.join(folder, `${process.pid}.txt`), `${line}\n`);
}
