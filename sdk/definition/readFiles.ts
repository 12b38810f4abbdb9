import { opendir } from "node:fs/promises";
import { join } from "node:path";
import { AssetError } from "./assetError";
import { FileRefusal, readBounded } from "../common/boundedFile";
import { error } from "../common/problem";
import { LIMITS } from "./limits";
import { belongsToDefinition, TESTS, type DefinitionPart } from "./parts";

/** Reads every file of a folder in Fabric's Git format, as parts. Messages begin with `place`. Throws an `AssetError`. */
export async function readFolder(folder: string, place: string): Promise<DefinitionPart[]> {
  const files = await listFiles(folder, place);
  const parts: DefinitionPart[] = [];
  let bytes = 0;
  for (const path of files.sort()) {
    const content = await readFile(join(folder, path), `${place}/${path}`);
    bytes += content.byteLength;
    if (bytes > LIMITS.definitionBytes)
      throw new AssetError(
        error(place, `${folder} has more than ${LIMITS.definitionBytes} bytes; point to one dataflow's folder`),
      );
    parts.push({ path, content });
  }
  return parts;
}

/** Returns the paths of files below the folder, with forward slashes. Hidden files are left out, except `.platform`. */
async function listFiles(folder: string, place: string): Promise<string[]> {
  const files: string[] = [];
  const walk = async (below: string, depth: number): Promise<void> => {
    if (depth > LIMITS.folderDepth)
      throw new AssetError(
        error(
          place,
          `${folder} has folders within folders (more than ${LIMITS.folderDepth}); point to one dataflow's folder`,
        ),
      );
    for await (const entry of await opendir(join(folder, below))) {
      if (!belongsToDefinition(entry.name)) continue;
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (path === TESTS && entry.isDirectory()) continue;
      if (entry.isDirectory()) await walk(path, depth + 1);
      else files.push(path);
      if (files.length > LIMITS.parts)
        throw new AssetError(
          error(place, `${folder} has more than ${LIMITS.parts} files; point to one dataflow's folder`),
        );
    }
  };
  try {
    await walk("", 0);
  } catch (error) {
    throw error instanceof AssetError ? error : unreadable(folder, place, error);
  }
  return files;
}

/** Reads a part's bytes from a regular file. Throws an `AssetError`. */
export const readFile = (file: string, place: string): Promise<Uint8Array> =>
  readBounded(file, { bytes: LIMITS.partBytes }).catch((caught: unknown) => {
    if (!(caught instanceof FileRefusal)) throw caught;
    if (caught.why === "bytes") throw tooLarge(file, place);
    const advice = caught.why === "kind" ? "; a part must be a regular file" : "";
    throw new AssetError(error(place, `${file} ${caught.message}${advice}`));
  });

/** Returns the error for a part that is larger than any dataflow's. `source` is its file or host. */
export const tooLarge = (source: string, place: string): AssetError =>
  new AssetError(
    error(place, `${source} has more than ${LIMITS.partBytes} bytes; no part of a dataflow is that large`),
  );

/** Returns the error for a path that cannot be read. If the message begins with the path, it is not repeated. */
export const unreadable = (path: string, place: string, e: unknown): AssetError =>
  new AssetError(
    error(place, `${place === path ? "" : `${path} `}${whyUnreadable((e as NodeJS.ErrnoException).code)}`),
  );

const whyUnreadable = (code = "unknown error"): string =>
  code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
