import { harmless } from "../common/harmless";
import { isArchive, isAsset } from "../definition/engineAssets";
import { isObject } from "./values";

/** The definition that this process wrote to a dataflow: its revision, and the program's files. */
interface Written {
  revision: number | undefined;
  paths: readonly string[];
}

const written = new Map<string, Written>();

/** Records that the declared definition was written, so that the error of a failed run can say how to go back. */
export function rememberWritten(
  itemId: string,
  { definitionRevision, definition }: { definitionRevision?: number; definition?: unknown },
): void {
  written.set(itemId.toLowerCase(), { revision: definitionRevision, paths: pathsIn(definition) });
}

/** Assets of text and from other places have no path in Git. */
function pathsIn(value: unknown): string[] {
  if (isAsset(value) || isArchive(value)) {
    const { path } = value;
    return typeof path === "string" && path !== "" ? [path] : [];
  }
  return isObject(value) ? Object.values(value).flatMap(pathsIn) : [];
}

/** The most paths that a line names. */
const MAX_PATHS = 4;
/** Git's time limit: the error of a failed run must not wait for it. */
const GIT_MS = 5_000;

/**
 * Returns a text for the error of the first run of a definition that this update wrote: its revision, and the commit
 * with the files as they were before. Empty if another update wrote it.
 */
export async function formerFilesText(itemId: string, folder = process.cwd()): Promise<string> {
  const found = written.get(itemId.toLowerCase());
  if (!found) return "";
  const text = `\nThis is the first run of revision ${found.revision ?? "unknown"} of the definition, which this update wrote.`;
  const commit = found.paths.length === 0 ? undefined : await formerCommit(folder, found.paths);
  if (commit === undefined) return text;
  const shown = found.paths.length <= MAX_PATHS ? found.paths : ["."];
  const files = shown.map((path) => JSON.stringify(harmless(path))).join(" ");
  return `${text} To get the files before it: git checkout ${commit} -- ${files}`;
}

/** Returns the commit with the files as they were before their last change; undefined if Git does not know. */
async function formerCommit(folder: string, paths: readonly string[]): Promise<string | undefined> {
  const { gitText } = require("../review/repository/git") as typeof import("../review/repository/git");
  const run = (args: readonly string[]): Promise<string> => gitText(folder, [...args, "--", ...paths], GIT_MS);
  try {
    const [edits, commits] = await Promise.all([run(["status", "--porcelain"]), run(["log", "-2", "--format=%h"])]);
    const [last, before] = commits.split("\n").filter((hash) => /^[0-9a-f]+$/.test(hash));
    return edits === "" ? before : last;
  } catch {
    // Without a repository or Git, only the revision is named.
    return undefined;
  }
}
