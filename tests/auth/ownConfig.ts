import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface OwnConfig {
  folder: string;
  restore(): void;
}

/** An empty folder instead of the user's configuration, so that an existing login has no effect on the tests. */
export function ownConfig(): OwnConfig {
  const folder = mkdtempSync(join(tmpdir(), "config-"));
  const names = ["XDG_CONFIG_HOME", "APPDATA"];
  const former = names.map((name) => process.env[name]);
  for (const name of names) process.env[name] = folder;
  return {
    folder,
    restore() {
      names.forEach((name, index) => {
        if (former[index] === undefined) delete process.env[name];
        else process.env[name] = former[index];
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
