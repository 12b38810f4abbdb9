import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { pluginFolder } from "../layout.mjs";

const SYSTEMS = ["linux", "darwin", "windows"].flatMap((os) =>
  ["amd64", "arm64"].map((architecture) => `${os}-${architecture}`),
);
/** Without PulumiPlugin.yaml, so that Pulumi starts the launcher and installs nothing. */
const FILES = [
  ...["pulumi-resource-fabric-dataflow", "pulumi-resource-fabric-dataflow.cmd"],
  ...["index.js", "index.js.LEGAL.txt", "schema.json", "LICENSE"],
];

/** Writes the plugin's archives for Pulumi into a folder, one for each system. Returns their paths. They differ only in their names. */
export async function writeArchives(folder, systems = SYSTEMS) {
  const { version } = JSON.parse(readFileSync(join(pluginFolder, "schema.json"), "utf8"));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archives = systems.map((system) =>
    join(folder, `pulumi-resource-fabric-dataflow-v${version}-${system}.tar.gz`),
  );
  for (const archive of archives) await promisify(execFile)("tar", ["-czf", archive, "-C", pluginFolder, ...FILES]);
  return archives;
}

/** Writes the checksums beside the archives, in the form of `sha256sum`, for `pulumi plugin install --checksum`. Returns the file's path. Pulumi itself does not read it. */
export function writeChecksums(folder, archives) {
  const { version } = JSON.parse(readFileSync(join(pluginFolder, "schema.json"), "utf8"));
  const sumOf = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");
  const path = join(folder, `pulumi-fabric-dataflow_${version}_checksums.txt`);
  writeFileSync(path, archives.map((archive) => `${sumOf(archive)}  ${basename(archive)}\n`).join(""));
  return path;
}
