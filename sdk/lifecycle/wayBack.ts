import { harmless } from "../common/harmless";
import { isArchive, isAsset } from "../definition/engineAssets";
import { isObject } from "./values";

/** What this process wrote of a dataflow: the revision, and the program's files that it was made of. */
interface Written {
  revision: number | undefined;
  paths: readonly string[];
}

const written = new Map<string, Written>();

/** Notes that the declared definition was written, so that a run that fails on it can say how to go back. */
export function rememberWritten(
  itemId: string,
  { definitionRevision, definition }: { definitionRevision?: number; definition?: unknown },
): void {
  written.set(itemId.toLowerCase(), { revision: definitionRevision, paths: pathsIn(definition) });
}

/** Assets of text and of other places have no path that Git knows. */
function pathsIn(value: unknown): string[] {
  if (isAsset(value) || isArchive(value)) {
    const { path } = value;
    return typeof path === "string" && path !== "" ? [path] : [];
  }
  return isObject(value) ? Object.values(value).flatMap(pathsIn) : [];
}

/** A line is no list of files. */
const MOST_PATHS = 4;
/** Nobody waits for Git to learn that a run failed. */
const GIT_MS = 5_000;

/**
 * What to say of the first run of a definition that this update has written: its revision, and the commit that has the files as they were
 * before. Empty if another update has written it.
 */
export async function wayBack(itemId: string, folder = process.cwd()): Promise<string> {
  const found = written.get(itemId.toLowerCase());
  if (!found) return "";
  const said = `\nIt is the first run of revision ${found.revision ?? "unknown"} of the definition, which this update has written.`;
  const commit = found.paths.length === 0 ? undefined : await formerCommit(folder, found.paths);
  if (commit === undefined) return said;
  const shown = found.paths.length <= MOST_PATHS ? found.paths : ["."];
  const files = shown.map((path) => JSON.stringify(harmless(path))).join(" ");
  return `${said} The files before it: git checkout ${commit} -- ${files}`;
}

/** The commit with the files as they were before the last change of them; undefined if Git does not tell. */
async function formerCommit(folder: string, paths: readonly string[]): Promise<string | undefined> {
  const { gitText } = require("../review/repository/git") as typeof import("../review/repository/git");
  const ask = (args: readonly string[]): Promise<string> => gitText(folder, [...args, "--", ...paths], GIT_MS);
  try {
    const [edits, commits] = await Promise.all([ask(["status", "--porcelain"]), ask(["log", "-2", "--format=%h"])]);
    const [last, before] = commits.split("\n").filter((hash) => /^[0-9a-f]+$/.test(hash));
    return edits === "" ? before : last;
  } catch {
    // No repository, no Git: the revision is said all the same.
    return undefined;
  }
}
