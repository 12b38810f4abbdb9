// The plugin's folder: one JavaScript file with all its dependencies, the schema, and the launchers. See docs/languages.md.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { pluginFolder, root } from "../layout.mjs";
import { packageSchema } from "./schema.mjs";

const EXECUTABLE = "pulumi-resource-fabric-dataflow";

/** The launchers for Pulumi, and for Pulumi on Windows. Both need Node.js on the PATH. */
const launchers = {
  [EXECUTABLE]: `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
command -v node >/dev/null || { echo "the plugin fabric-dataflow runs by Node.js 20.19 or newer, and no node is on the PATH" >&2; exit 1; }
exec node "$here/index.js" "$@"
`,
  [`${EXECUTABLE}.cmd`]: `@echo off\r\nnode "%~dp0index.js" %*\r\n`,
};

/** Pulumi's Node host installs a folder's packages, and starts the folder by its own SDK. The launchers need neither. */
const manifest = (version) => ({
  ...{ name: EXECUTABLE, version, private: true, license: "MIT", main: "index.js" },
  dependencies: { "@pulumi/pulumi": ">=3.216.0 <4" },
});

export async function writePlugin(schemas) {
  const attempt = `${pluginFolder}.${process.pid}`;
  mkdirSync(attempt, { recursive: true });
  await build({
    entryPoints: [join(root, "sdk", "dist", "plugin", "main.js")],
    outfile: join(attempt, "index.js"),
    bundle: true,
    platform: "node",
    // A library whose CommonJS form loads its parts by AMD cannot be bundled.
    mainFields: ["module", "main"],
    target: "node20",
    legalComments: "external",
    logLevel: "error",
  });
  const write = (name, text) => writeFileSync(join(attempt, name), text);
  write("schema.json", `${JSON.stringify(packageSchema(schemas), undefined, 2)}\n`);
  const { version } = JSON.parse(readFileSync(join(root, "sdk", "package.json"), "utf8"));
  write("PulumiPlugin.yaml", "runtime: nodejs\n");
  write("package.json", `${JSON.stringify(manifest(version), undefined, 2)}\n`);
  for (const [name, text] of Object.entries(launchers)) write(name, text);
  chmodSync(join(attempt, EXECUTABLE), 0o755);
  copyFileSync(join(root, "LICENSE"), join(attempt, "LICENSE"));
  rmSync(pluginFolder, { recursive: true, force: true });
  renameSync(attempt, pluginFolder);
}
