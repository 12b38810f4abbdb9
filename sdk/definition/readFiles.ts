import { opendir } from "node:fs/promises";
import { join } from "node:path";
import { AssetError } from "./assetError";
import { FileRefusal, readBounded } from "../common/boundedFile";
import { error } from "../common/problem";
import { LIMITS } from "./limits";
import { belongsToDefinition, TESTS, type DefinitionPart } from "./parts";

/** Every file of a folder in Fabric's Git format, as parts. `place` is what messages begin with. Throws an AssetError. */
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

/** Paths with forward slashes, below the folder. Hidden files are none of a definition, but for `.platform`. */
async function listFiles(folder: string, place: string): Promise<string[]> {
  const files: string[] = [];
  const look = async (below: string, depth: number): Promise<void> => {
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
      if (entry.isDirectory()) await look(path, depth + 1);
      else files.push(path);
      if (files.length > LIMITS.parts)
        throw new AssetError(
          error(place, `${folder} has more than ${LIMITS.parts} files; point to one dataflow's folder`),
        );
    }
  };
  try {
    await look("", 0);
  } catch (error) {
    throw error instanceof AssetError ? error : unreadable(folder, place, error);
  }
  return files;
}

/** A part's bytes, from a regular file alone. Throws an AssetError. */
export const readFile = (file: string, place: string): Promise<Uint8Array> =>
  readBounded(file, { bytes: LIMITS.partBytes }).catch((caught: unknown) => {
    if (!(caught instanceof FileRefusal)) throw caught;
    if (caught.why === "bytes") throw tooLarge(file, place);
    const advice = caught.why === "kind" ? "; a part is read from files alone" : "";
    throw new AssetError(error(place, `${file} ${caught.message}${advice}`));
  });

/** A part that is larger than any dataflow's. `source` is the file or the host that it comes from. */
export const tooLarge = (source: string, place: string): AssetError =>
  new AssetError(
    error(place, `${source} has more than ${LIMITS.partBytes} bytes; no part of a dataflow is that large`),
  );

/** What cannot be read. A path that the message begins with is not said twice. */
export const unreadable = (path: string, place: string, e: unknown): AssetError =>
  new AssetError(
    error(place, `${place === path ? "" : `${path} `}${whyUnreadable((e as NodeJS.ErrnoException).code)}`),
  );

const whyUnreadable = (code = "unknown error"): string =>
  code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
