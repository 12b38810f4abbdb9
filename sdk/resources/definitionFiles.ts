import { existsSync, readdirSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { didYouMean } from "../common/nearest";
import { runsAsProgram } from "./runtimeCheck";

/**
 * Returns the definition if its files and folders exist, and throws a `RunError` if one does not. The engine reads them
 * before it asks any provider, and reports a missing file with a line of its own source code. An inline program of the
 * Automation API does not know the engine's folder, so only absolute paths are checked there.
 */
export function withFilesThere<T>(definition: T): T | Promise<T> {
  const assets = assetsIn(definition);
  if (assets.length === 0) return definition;
  const folder = runsAsProgram() ? process.cwd() : undefined;
  return look();

  async function look(): Promise<T> {
    for (const { path: given } of assets) {
      const path = await given;
      if (typeof path !== "string" || (folder === undefined && !isAbsolute(path))) continue;
      const problem = missingPath(path, folder ?? "");
      if (problem !== undefined) throw new pulumi.RunError(problem);
    }
    return definition;
  }
}

type Local = pulumi.asset.FileAsset | pulumi.asset.FileArchive;

function assetsIn(definition: unknown): Local[] {
  if (typeof definition !== "object" || definition === null || pulumi.Output.isInstance(definition)) return [];
  const entries: unknown[] =
    pulumi.asset.Asset.isInstance(definition) || pulumi.asset.Archive.isInstance(definition)
      ? [definition]
      : Object.values(definition);
  return entries.filter(
    (entry): entry is Local => entry instanceof pulumi.asset.FileAsset || entry instanceof pulumi.asset.FileArchive,
  );
}

/** Says why a path does not exist, from which folder, and what exists instead. Undefined if the path exists. */
export function missingPath(path: string, folder: string): string | undefined {
  const wanted = resolve(folder, path);
  if (existsSync(wanted)) return undefined;
  let above = dirname(wanted);
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above);
  const [missing = ""] = relative(above, wanted).split(/[\\/]/);
  const from = isAbsolute(path) ? "" : ` from ${folder}, the program's folder`;
  return `${path} does not exist${from}: ${above} has no ${missing}; ${elsewhere(path, folder) ?? didYouMean(missing, namesIn(above))}`;
}

/** Suggests the same path in a folder below, if it exists there. */
function elsewhere(path: string, folder: string): string | undefined {
  if (isAbsolute(path)) return undefined;
  const found = namesIn(folder).find((name) => name !== "node_modules" && existsSync(join(folder, name, path)));
  return found === undefined ? undefined : `it is in ${found}: write ./${join(found, path).replaceAll("\\", "/")}`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}
