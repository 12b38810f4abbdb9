import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A temporary folder for the duration of `use`. */
export async function inFolder(files: Record<string, string>, use: (path: string) => Promise<void>): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), "dataflow-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name.replace(/^.*\//, "")), text);
    await use(path);
  } finally {
    rmSync(path, { recursive: true });
  }
}
