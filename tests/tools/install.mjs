import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./layout.mjs";
import { run } from "./processes.mjs";

/** The first package that is not installed in the lockfile's version, or undefined. */
export function firstMissing(lockfile, installed) {
  for (const [place, wanted] of Object.entries(lockfile.packages)) {
    if (!place.includes("node_modules/")) continue;
    const found = installed?.packages[place];
    // Optional packages are those of other platforms.
    if (!found && wanted.optional) continue;
    if (found?.version !== wanted.version)
      return `${place.replace(/^.*node_modules\//, "")} ${wanted.version ?? ""}`.trim();
  }
  return undefined;
}

/** Installs the packages of package-lock.json, unless node_modules already has them. */
export async function ensureInstalled(say = console.error) {
  const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);
  const installed = read(join(root, "node_modules", ".package-lock.json"));
  const missing = firstMissing(read(join(root, "package-lock.json")), installed);
  if (!missing) return;
  say(installed ? `npm ci: node_modules lacks ${missing}` : "npm ci: nothing is installed yet");
  // npm gives its path to its scripts. On Windows, `npm` cannot be started without a shell.
  const own = process.env.npm_execpath;
  const [command, ...first] = own ? [process.execPath, own] : ["npm"];
  const { code, timedOut } = await run(command, [...first, "ci", "--no-audit", "--no-fund"], {
    cwd: root,
    output: "inherit",
    timeoutMs: 10 * 60_000,
  });
  if (timedOut) throw new Error("npm ci did not end within 10 minutes");
  if (code !== 0) throw new Error(`npm ci failed (${code}): see above`);
}
