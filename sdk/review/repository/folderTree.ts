import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { findDefinitions } from "../../definition/discover";
import { UsageError } from "../../common/usageError";
import { blobId, readRegular } from "./gitTree";
import { REVIEW_FILE } from "./reviewFile";
import type { Tree } from "./tree";

/** The definitions in a folder, without Git. Throws a UsageError if it cannot be read. */
export async function folderTree(folder: string): Promise<Tree> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UsageError(`The folder ${folder} cannot be read (${error.code ?? "unknown error"}).`);
    },
  );
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  const contents = new Map<string, Uint8Array>();
  const wanted = [...findDefinitions(paths).values()].flat();
  if (paths.includes(REVIEW_FILE)) wanted.push(REVIEW_FILE);
  for (const path of wanted) {
    const content = await readRegular(join(folder, path));
    if (content) contents.set(path, content);
  }
  return {
    label: folder,
    files: new Map([...contents].map(([path, content]) => [path, blobId(content)])),
    read: (asked) =>
      Promise.resolve(
        new Map(
          asked.flatMap((path): [string, Uint8Array][] => {
            const content = contents.get(path);
            return content ? [[path, content]] : [];
          }),
        ),
      ),
  };
}
