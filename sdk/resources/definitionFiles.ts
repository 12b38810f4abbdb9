import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { didYouMean, nearest } from "../common/nearest";
import { runsAsProgram } from "./runtimeCheck";

/**
 * Returns the definition. Throws a `RunError` if a path does not exist, if an archive is a file, or if an asset is a
 * folder. Otherwise the engine would read the paths before it calls a provider, and its error shows a line of its own
 * source code. An inline program of the Automation API does not know the engine's folder, so only absolute paths are
 * checked there.
 */
export function withFilesThere<T>(definition: T): T | Promise<T> {
  if (pulumi.Output.isInstance(definition)) return definition.apply((value) => withFilesThere(value)) as T;
  if (definition instanceof Promise) return definition.then((value: unknown) => withFilesThere(value)) as T;
  const assets = assetsIn(definition);
  if (assets.length === 0) return definition;
  const folder = runsAsProgram() ? process.cwd() : undefined;
  return checked();

  async function checked(): Promise<T> {
    for (const asset of assets) {
      const path = await asset.path;
      if (typeof path !== "string" || (folder === undefined && !isAbsolute(path))) continue;
      const problem = missingPath(path, folder ?? "") ?? wrongKind(asset, path, folder ?? "");
      if (problem !== undefined) throw new pulumi.RunError(problem);
    }
    return definition;
  }
}

/**
 * An asset or archive with a path. An Output of one holds a plain object with Pulumi's mark, so its class cannot be
 * checked.
 */
interface Local {
  path: string | Promise<string>;
}

function assetsIn(definition: unknown): Local[] {
  if (typeof definition !== "object" || definition === null) return [];
  const entries: unknown[] = isAsset(definition) ? [definition] : Object.values(definition);
  return entries.filter((entry): entry is Local => isAsset(entry) && "path" in entry);
}

const isAsset = (value: unknown): value is object =>
  pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value);

/**
 * Returns a message if a path does not exist: from which folder it was searched, and what exists instead. Undefined if
 * the path exists.
 */
export function missingPath(path: string, folder: string): string | undefined {
  const wanted = resolve(folder, path);
  if (existsSync(wanted)) return undefined;
  let above = dirname(wanted);
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above);
  const [missing = ""] = relative(above, wanted).split(/[\\/]/);
  const from = isAbsolute(path) ? "" : ` from ${folder}, the program's folder`;
  // Far outside the program, only a similar name helps.
  const isNear = isInside(above, folder) || (above === dirname(wanted) && dirname(above) !== above);
  const names = namesIn(above);
  const hint =
    elsewhere(path, folder) ?? (isNear || nearest(missing, names).length > 0 ? didYouMean(missing, names) : undefined);
  return `${path} does not exist${from}: ${above} has no ${missing}${hint === undefined ? "" : `; ${hint}`}`;
}

const isInside = (path: string, folder: string): boolean =>
  folder !== "" && !/^\.\.|^[A-Za-z]:/.test(relative(folder, path));

/** The engine takes a file as an archive by these endings. */
const PACKED = /\.(zip|jar|tar|tgz|tar\.gz)$/i;

/**
 * Returns a message if an archive is a single file, or an asset is a folder. Undefined if the path is of the right
 * kind.
 */
function wrongKind(asset: Local, path: string, folder: string): string | undefined {
  const isFolder = statSync(resolve(folder, path)).isDirectory();
  if (pulumi.asset.Archive.isInstance(asset))
    return isFolder || PACKED.test(path)
      ? undefined
      : `${path} is a file, and a FileArchive is a folder: give it ${dirname(path)}`;
  return isFolder ? `${path} is a folder, and a FileAsset is a file: name the file in it` : undefined;
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
