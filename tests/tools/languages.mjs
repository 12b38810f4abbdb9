// The folders of Pulumi's language hosts. The YAML host is built once from Go modules if it is missing.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./engine/cache.mjs";
import { withLock } from "./engine/lock.mjs";
import { run } from "./processes.mjs";

const module = join(dirname(fileURLToPath(import.meta.url)), "languages");
const COMMAND = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml";
const limitMs = 20 * 60_000;

/** The folder of another Pulumi host, from an installed Pulumi or built into the cache. Undefined if it is missing, because no registry has it. */
export function languageHostFolder(language) {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    join(cacheFolder(), "languages"),
    join(cacheFolder(), "real-bridge"),
  ];
  return folders.find((folder) => existsSync(join(folder, `pulumi-language-${language}`)));
}

export async function yamlHost() {
  const [, version] = /pulumi-yaml (v\S+)/.exec(readFileSync(join(module, "go.mod"), "utf8"));
  const folder = join(cacheFolder(), "languages", version);
  const host = join(folder, "pulumi-language-yaml");
  mkdirSync(folder, { recursive: true });
  await withLock(`${folder}.lock`, () => build(host), { waitMs: limitMs });
  return folder;
}

async function build(host) {
  if (existsSync(host)) return;
  const args = ["build", "-mod=readonly", "-buildvcs=false", "-o", host, COMMAND];
  const { code, output } = await run("go", args, { cwd: module, env: { GOWORK: "off" }, timeoutMs: limitMs });
  if (code !== 0)
    throw new Error(`Pulumi's YAML host could not be built: ${output.trim().split("\n").slice(-3).join(" ")}`);
}
