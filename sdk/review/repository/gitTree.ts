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

/** The files of a commit. */
export async function commitTree(top: string, commit: string, label: string): Promise<Tree> {
  const files = await filesOf(top, commit);
  return { label, commit, files, read: (paths) => readCommitted(top, files, paths) };
}

/** The definitions as they are on disk, changes that are not committed and new files included; ignored files are not. */
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
    // A working tree may hold gigabytes that are no definition.
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

/** Object ids by path. Links and submodules are no files. */
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

/** Of these paths those that a review looks at. */
export const wantedOf = (paths: readonly string[]): Set<string> =>
  new Set([...[...findDefinitions(paths).values()].flat(), ...paths.filter((path) => path === REVIEW_FILE)]);

/** The same for a path of Git: a folder that became a link is none to Git, and what it leads to is no part of the repository. */
async function readWithin(top: string, path: string): Promise<Uint8Array | undefined> {
  const [root, folder] = await Promise.all([realpath(top), realpath(join(top, dirname(path)))]).catch(() => []);
  // A disk may have a folder's name in another case than Git.
  const isWithin = root !== undefined && folder?.toLowerCase() === join(root, dirname(path)).toLowerCase();
  return isWithin ? readRegular(join(top, path)) : undefined;
}

/** The content of a file; undefined if it is none, or too large to be a part of a definition. Links are not followed. */
export async function readRegular(file: string): Promise<Uint8Array | undefined> {
  const info = await lstat(file).catch(() => undefined);
  if (!info?.isFile()) return undefined;
  return readBounded(file, { bytes: LIMITS.definitionBytes }).catch((error: unknown) => {
    if (error instanceof FileRefusal && error.why === "bytes") return undefined;
    throw error instanceof FileRefusal ? new UsageError(`${harmless(file)} ${error.message}.`) : error;
  });
}

/** The object id that Git gives a content. https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export const blobId = (content: Uint8Array): string =>
  createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
