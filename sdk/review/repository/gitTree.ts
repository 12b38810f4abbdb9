import { createHash } from "node:crypto";
import { lstat, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FileRefusal, readBounded } from "../../common/boundedFile";
import { harmless } from "../../common/harmless";
import { UsageError } from "../../common/usageError";
import { findDefinitions } from "../../definition/discover";
import { LIMITS } from "../../definition/limits";
import { git, gitList, readBlobs } from "./git";
import { REVIEW_FILE } from "./reviewFile";
import { requireTogether, type Tree } from "./tree";

const REGULAR = /^100/;

/** Returns the files of a commit. */
export async function commitTree(top: string, commit: string, label: string): Promise<Tree> {
  const files = await filesOf(top, commit);
  return { label, commit, files, read: (paths) => readCommitted(top, files, paths) };
}

/** Returns the definitions as they are on disk, with uncommitted changes and new files, but without ignored files. */
export async function workingTree(top: string): Promise<Tree> {
  const hasCommit = await git(top, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).then(
    () => true,
    () => false,
  );
  const files = hasCommit ? await filesOf(top, "HEAD") : new Map<string, string>();
  const onDisk = new Map<string, Uint8Array>();
  const [changed, others] = await Promise.all([
    hasCommit ? gitList(top, ["diff", "--no-ext-diff", "--no-renames", "--name-only", "-z", "HEAD", "--"]) : [],
    gitList(top, ["ls-files", "--others", "--exclude-standard", "-z", ...(hasCommit ? [] : ["--cached"])]),
  ]);
  const wanted = wantedOf([...files.keys(), ...changed, ...others]);
  let bytes = 0;
  for (const path of new Set([...changed, ...others])) {
    // Read only definitions: a working tree may hold gigabytes of other files.
    const content = wanted.has(path) ? await readWithin(top, path) : undefined;
    if (!content) files.delete(path);
    else {
      requireTogether((bytes += content.byteLength));
      files.set(path, blobId(content));
      onDisk.set(path, content);
    }
  }
  return {
    label: "working tree",
    files,
    read: async (paths) => {
      const found = await readCommitted(
        top,
        files,
        paths.filter((path) => !onDisk.has(path)),
      );
      for (const path of paths) {
        const content = onDisk.get(path);
        if (content) found.set(path, content);
      }
      return found;
    },
  };
}

/** Returns object ids by path, without links and submodules. */
async function filesOf(top: string, commit: string): Promise<Map<string, string>> {
  const entries = await gitList(top, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      const tab = entry.indexOf("\t");
      const [mode = "", , id = ""] = entry.slice(0, tab).split(" ");
      return REGULAR.test(mode) ? [[entry.slice(tab + 1), id]] : [];
    }),
  );
}

async function readCommitted(
  top: string,
  files: ReadonlyMap<string, string>,
  paths: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const idOf = (path: string) => files.get(path) ?? "";
  const blobs = await readBlobs(
    top,
    paths.map(idOf).filter((id) => id !== ""),
  );
  return new Map(
    paths.flatMap((path): [string, Uint8Array][] => {
      const content = blobs.get(idOf(path));
      return content ? [[path, content]] : [];
    }),
  );
}

/** Returns those of the paths that a review reads. */
export const wantedOf = (paths: readonly string[]): Set<string> =>
  new Set([...[...findDefinitions(paths).values()].flat(), ...paths.filter((path) => path === REVIEW_FILE)]);

/** {@link readRegular} for a path of Git. If a folder on the path became a link, its target does not belong to the repository, and is not read. */
async function readWithin(top: string, path: string): Promise<Uint8Array | undefined> {
  const [root, folder] = await Promise.all([realpath(top), realpath(join(top, dirname(path)))]).catch(() => []);
  // A disk may have a folder's name in another case than Git.
  const isWithin = root !== undefined && folder?.toLowerCase() === join(root, dirname(path)).toLowerCase();
  return isWithin ? readRegular(join(top, path)) : undefined;
}

/** Returns the content of a file. Undefined if it is not a regular file, or too large for a definition. Links are not followed. */
export async function readRegular(file: string): Promise<Uint8Array | undefined> {
  const info = await lstat(file).catch(() => undefined);
  if (!info?.isFile()) return undefined;
  return readBounded(file, { bytes: LIMITS.definitionBytes }).catch((error: unknown) => {
    if (error instanceof FileRefusal && error.why === "bytes") return undefined;
    throw error instanceof FileRefusal ? new UsageError(`${harmless(file)} ${error.message}.`) : error;
  });
}

/** Returns the object id of a content in Git. https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export const blobId = (content: Uint8Array): string =>
  createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
