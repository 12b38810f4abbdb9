import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onPath } from "../tools/pipelines";

/** Runs with a `pulumi` on the PATH whose stack has these resources. With several stacks, by the stack's name. */
export async function withPulumi(
  resources: unknown[] | Record<string, unknown[]>,
  use: () => Promise<void>,
): Promise<void> {
  const bin = mkdtempSync(join(tmpdir(), "pulumi-"));
  const before = process.env.PATH;
  const state = (of: unknown[]) => JSON.stringify({ version: 3, deployment: { resources: of } });
  const stacks = Array.isArray(resources) ? { any: resources } : resources;
  for (const [name, of] of Object.entries(stacks)) writeFileSync(join(bin, `${name}.json`), state(of));
  const file = Array.isArray(resources) ? "any" : "$name";
  const script = `#!/bin/sh
for last; do name="$last"; done
case "$1" in
  config) echo '{}';;
  stack) cat "${bin}/${file}.json" 2>/dev/null || { echo "error: no stack named '$name' found" >&2; exit 1; };;
esac
`;
  writeFileSync(join(bin, "pulumi"), script);
  chmodSync(join(bin, "pulumi"), 0o755);
  process.env.PATH = onPath(bin);
  try {
    await use();
  } finally {
    process.env.PATH = before;
    rmSync(bin, { recursive: true });
  }
}
