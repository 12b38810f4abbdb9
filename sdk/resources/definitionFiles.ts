import { existsSync, readdirSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { didYouMean } from "../common/nearest";
import { runsAsProgram } from "./runtimeCheck";

/**
 * A definition whose files and folders are there. The engine reads them before any provider is asked, and what is not there ends the update with
 * a line of its own code. In an inline program of the Automation API the engine's folder is not known: there only absolute paths are looked at.
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

/** Why a path leads nowhere, from which folder, and what is there instead; undefined if it leads somewhere. */
export function missingPath(path: string, folder: string): string | undefined {
  const wanted = resolve(folder, path);
  if (existsSync(wanted)) return undefined;
  let above = dirname(wanted);
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above);
  const [missing = ""] = relative(above, wanted).split(/[\\/]/);
  const from = isAbsolute(path) ? "" : ` from ${folder}, the program's folder`;
  return `${path} is not there${from}: ${above} has no ${missing}; ${elsewhere(path, folder) ?? didYouMean(missing, namesIn(above))}`;
}

/** The same path from a folder below. */
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
