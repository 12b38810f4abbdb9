import { constants } from "node:fs";
import { open, opendir, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { AssetError } from "./assetError";
import { error } from "../common/problem";
import { LIMITS } from "./limits";
import { belongsToDefinition, type DefinitionPart } from "./parts";

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

/**
 * A file's bytes. Devices, pipes and sockets are refused before they are opened: a pipe that nobody writes to blocks for ever, a device never
 * ends. Throws an AssetError.
 */
export async function readFile(file: string, place: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    if (!(await stat(file)).isFile())
      throw new AssetError(error(place, `${file} is not a regular file; a part is read from files alone`));
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const { size } = await handle.stat();
    return await readBounded(file, place, size, (buffer, offset) =>
      (handle as FileHandle).read(buffer, offset, buffer.length - offset).then(({ bytesRead }) => bytesRead),
    );
  } catch (error) {
    throw error instanceof AssetError ? error : unreadable(file, place, error);
  } finally {
    await handle?.close();
  }
}

type Read = (buffer: Buffer, offset: number) => Promise<number>;

/** A file may have more than its size says: it is read up to the limit, and no further. */
async function readBounded(file: string, place: string, size: number, read: Read): Promise<Uint8Array> {
  if (size > LIMITS.partBytes) throw tooLarge(file, place);
  let buffer = Buffer.alloc(size + 1);
  for (let at = 0; ;) {
    const count = await read(buffer, at);
    if (count === 0) return buffer.subarray(0, at);
    at += count;
    if (at > LIMITS.partBytes) throw tooLarge(file, place);
    if (at === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
  }
}

/** A part that is larger than any dataflow's. `source` is the file or the host that it comes from. */
export const tooLarge = (source: string, place: string): AssetError =>
  new AssetError(
    error(place, `${source} has more than ${LIMITS.partBytes} bytes; no part of a dataflow is that large`),
  );

const unreadable = (path: string, place: string, e: unknown): AssetError =>
  new AssetError(error(place, `${path} cannot be read (${(e as NodeJS.ErrnoException).code ?? "unknown error"})`));
