import { readdir } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { harmless } from "../../common/harmless";
import { UsageError } from "../../common/usageError";
import { blobId, readRegular, wantedOf } from "./gitTree";
import { requireTogether, type Tree } from "./tree";

/** Reads the definitions in a folder, without Git. Throws a `UsageError` if the folder cannot be read. */
export async function folderTree(folder: string): Promise<Tree> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UsageError(`The folder ${harmless(folder)} cannot be read (${error.code ?? "unknown error"}).`);
    },
  );
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  const contents = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const path of wantedOf(paths)) {
    const content = await readRegular(join(folder, path));
    if (!content) continue;
    requireTogether((bytes += content.byteLength));
    contents.set(path, content);
  }
  return {
    label: folder,
    name: basename(resolve(folder)),
    files: new Map([...contents].map(([path, content]) => [path, blobId(content)])),
    read: (wanted) =>
      Promise.resolve(
        new Map(
          wanted.flatMap((path): [string, Uint8Array][] => {
            const content = contents.get(path);
            return content ? [[path, content]] : [];
          }),
        ),
      ),
  };
}
