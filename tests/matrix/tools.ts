import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../tools/engine/cache.mjs";
import { withLock } from "../tools/engine/lock.mjs";
import { run } from "../tools/processes.mjs";

/** All programs except the package under test, with the versions of the matrix. */
const versions = {
  node20: "20.20.2",
  node22: "22.23.3",
  node24: "24.21.0",
  pnpm: "10.34.8",
  "@yarnpkg/cli-dist": "4.18.1",
  bun: "1.4.5",
};

export type Tool = keyof typeof versions;

/** The folder of a program from the npm registry, or of Node. It is installed once, into the project's cache. */
export async function tool(name: Tool): Promise<string> {
  const version = versions[name];
  if (name === `node${process.versions.node.split(".")[0]}`) return dirname(process.execPath);
  const folder = join(cacheFolder(), "tools", `${name.replace("/", "-")}-${version}`);
  const bin = join(folder, "node_modules", ".bin");
  const attempt = `${folder}.${process.pid}`;
  const install = async () => {
    if (existsSync(bin)) return;
    mkdirSync(attempt, { recursive: true });
    // The package `node` installs the release for this platform with a script.
    const spec = `${name.replace(/^node\d+$/, "node")}@${version}`;
    const args = ["install", "--prefix", attempt, "--no-audit", "--no-fund", "--ignore-scripts=false", spec];
    const { code, output, timedOut } = await run("npm", args, { timeoutMs: 240_000 });
    if (timedOut || code !== 0)
      throw new Error(`npm install ${spec} ${timedOut ? "did not end" : "failed"}:\n${output}`);
    if (!existsSync(join(attempt, "node_modules", ".bin")))
      throw new Error(`npm install ${spec} brought no program:\n${output}`);
    // A failed attempt without that script would leave a folder without the program.
    rmSync(folder, { recursive: true, force: true });
    renameSync(attempt, folder);
  };
  try {
    if (!existsSync(bin)) await withLock(join(cacheFolder(), "tools.lock"), install, { waitMs: 300_000 });
  } finally {
    rmSync(attempt, { recursive: true, force: true });
  }
  return bin;
}
