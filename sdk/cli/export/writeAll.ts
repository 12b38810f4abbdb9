import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { harmless } from "../../common/harmless";

/**
 * A file to write: its folder below the export's, its path in that folder, which may come from the service, and its
 * content.
 */
export interface NewFile {
  folder: string;
  path: string;
  content: string | Uint8Array;
}

/** Writes files into a new or empty folder, all of them or none. Throws an Error that names the file. */
export function writeAll(out: string, files: readonly NewFile[]): void {
  const existed = existsSync(out);
  mkdirSync(out, { recursive: true });
  // In the same folder: a move to another disk would be a copy, which can fail half-way.
  const unfinished = mkdtempSync(join(out, ".unfinished-"));
  const moved: string[] = [];
  try {
    for (const file of files) write(unfinished, file);
    for (const name of readdirSync(unfinished)) {
      renameSync(join(unfinished, name), join(out, name));
      moved.push(join(out, name));
    }
    rmdirSync(unfinished);
  } catch (error) {
    for (const path of [...moved, unfinished]) rmSync(path, { recursive: true, force: true });
    if (!existed) rmdirSync(out);
    throw error;
  }
}

function write(root: string, { folder, path, content }: NewFile): void {
  const within = resolve(root, folder);
  const target = resolve(within, path);
  if (!target.startsWith(within + sep) || path.includes("\0"))
    throw new Error(`a part of the definition has the path ${harmless(path)}, which leads out of its folder`);
  try {
    mkdirSync(dirname(target), { recursive: true });
    // Two paths that the file system treats as one must not become one file.
    writeFileSync(target, content, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${harmless(join(folder, path))} cannot be written (${code}); nothing was exported`, {
      cause: error,
    });
  }
}
