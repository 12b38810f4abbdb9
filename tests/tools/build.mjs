// npm run build: compiles sdk/ to sdk/dist, unless nothing has changed since.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { absoluteLinks, address } from "./address.mjs";
import { pluginFolder, root, scratch } from "./layout.mjs";
import { run } from "./processes.mjs";

const sdk = join(root, "sdk");
const tools = join(root, "tests", "tools");
const dist = join(sdk, "dist");
const readme = join(root, "README.md");
const stamp = join(scratch, "built");

export async function ensureBuilt() {
  const fingerprint = sources();
  const isThere = [join(dist, "index.js"), join(pluginFolder, "index.js")].every((file) => existsSync(file));
  if (isThere && existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const compiling = run(process.execPath, [tsc, "-p", sdk], {
    cwd: root,
    output: "inherit",
    timeoutMs: 5 * 60_000,
  });
  // Made at the same time: both only read the sources.
  const { resourceSchemas, writeSchemas } = await import("./schema.mjs");
  const schemas = resourceSchemas();
  const { code } = await compiling;
  if (code !== 0) throw new Error("the build of sdk/ failed: see above");
  removeOrphans();
  // npm packs the README of the package's own folder.
  if (existsSync(readme)) writeFileSync(join(sdk, "README.md"), absoluteLinks(readFileSync(readme, "utf8"), address()));
  mkdirSync(scratch, { recursive: true });
  writeSchemas(join(scratch, "schema.json"), schemas);
  const { writePlugin } = await import("./plugin/build.mjs");
  await writePlugin(schemas);
  writeFileSync(stamp, fingerprint);
}

/** The hashes of the sources of dist, because a checkout does not keep modification times. */
function sources() {
  const hash = createHash("sha256");
  const files = ["tsconfig.json", "package-lock.json", "README.md"].map((name) => join(root, name)).filter(existsSync);
  files.push(
    ...walk(sdk),
    join(tools, "schema.mjs"),
    ...readdirSync(join(tools, "plugin")).map((name) => join(tools, "plugin", name)),
  );
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "dist" && name !== "node_modules")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return walk(path);
      return /\.(ts|json)$/.test(entry.name) ? [path] : [];
    });
}

/** Removes compiled files without a source. They would still be packed. */
function removeOrphans(folder = dist) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeOrphans(path);
    else {
      const source = join(sdk, relative(dist, path)).replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
      if (!existsSync(source)) rmSync(path);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureBuilt().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
