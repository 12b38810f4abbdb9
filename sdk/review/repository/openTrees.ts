import { realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { harmless } from "../../common/harmless";
import { UsageError } from "../../common/usageError";
import { folderTree } from "./folderTree";
import { git, GitError, gitText } from "./git";
import { commitTree, workingTree } from "./gitTree";
import type { Tree } from "./tree";

export interface TreesWanted {
  /** The folder in which the command runs. */
  cwd: string;
  /** The folders to which the review is limited. Without Git: the newer folder. */
  folders: readonly string[];
  /** A revision, `A..B`, or a folder. Default: the target branch of the pipeline's pull request, or the remote's default branch. */
  base?: string | undefined;
  /** A revision or a folder. Default: the working tree. */
  head?: string | undefined;
  env: NodeJS.ProcessEnv;
}

export interface Trees {
  base: Tree;
  head: Tree;
  /** The folders to which the review is limited, relative to the root of the trees. */
  folders: string[];
}

/** Opens both states to compare. Throws a `UsageError` that says what to do. */
export async function openTrees(wanted: TreesWanted): Promise<Trees> {
  const { cwd, folders, env } = wanted;
  const top = await topOf(cwd);
  const [first, last, ...more] = (wanted.base ?? "").split("..");
  const isRange = last !== undefined;
  if (isRange && (!first || !last || more.length > 0 || last.startsWith(".")))
    throw new UsageError(
      `--base ${harmless(wanted.base ?? "")}: write a range as A..B, which compares the tips of both.`,
    );
  if (isRange && wanted.head !== undefined) throw new UsageError("Leave out --head: --base A..B names both sides.");
  const base = isRange ? first : wanted.base;
  if (base !== undefined && !isRange && (await isFolder(cwd, top, base))) return folderTrees(wanted, base);
  if (top === undefined)
    throw new UsageError("This folder is not in a Git repository. Name two folders: review ./new --base ./old");

  const headName = isRange ? last : wanted.head;
  const head = headName === undefined ? undefined : await commitOf(top, headName);
  const baseName = base ?? (await defaultBase(top, env));
  const tip = await commitOf(top, baseName);
  const from = isRange ? tip : await mergeBase(top, baseName, tip, head ?? "HEAD");
  const label = from === tip ? baseName : `${baseName} (merge base)`;
  const [baseTree, headTree] = await Promise.all([
    commitTree(top, from, label),
    head === undefined || headName === undefined ? workingTree(top) : commitTree(top, head, headName),
  ]);
  // Git returns the root without symbolic links.
  const real = await realpath(cwd);
  return { base: baseTree, head: headTree, folders: folders.map((folder) => within(top, real, folder)) };
}

async function folderTrees({ cwd, folders, head }: TreesWanted, base: string): Promise<Trees> {
  const newer = head ?? folders[0] ?? ".";
  if (head === undefined && folders.length > 1)
    throw new UsageError("Name two folders to compare without Git: review ./new --base ./old");
  const open = async (folder: string): Promise<Tree> => ({
    ...(await folderTree(resolve(cwd, folder))),
    label: folder,
  });
  return { base: await open(base), head: await open(newer), folders: head === undefined ? [] : [...folders] };
}

const topOf = (cwd: string): Promise<string | undefined> =>
  gitText(cwd, ["rev-parse", "--show-toplevel"]).catch((error: unknown) => {
    if (error instanceof GitError) return undefined;
    throw error;
  });

/** True if a name means a folder. A revision of that name comes first; `./name` is always a folder. */
async function isFolder(cwd: string, top: string | undefined, name: string): Promise<boolean> {
  const isDirectory = await stat(resolve(cwd, name)).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (/^\.{1,2}([\\/]|$)/.test(name) || isAbsolute(name)) return true;
  return isDirectory && (top === undefined || (await find(top, name)) === undefined);
}

async function find(top: string, revision: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  return git(top, args).then(
    (out) => out.toString("utf8").trim().split("\n").at(-1),
    (error: unknown) => {
      if (error instanceof GitError) return undefined;
      throw error;
    },
  );
}

async function commitOf(top: string, revision: string): Promise<string> {
  const found = await find(top, revision);
  if (found !== undefined) return found;
  throw new UsageError(`There is no revision ${harmless(revision)}.${await shallowHint(top)}`);
}

async function mergeBase(top: string, name: string, base: string, head: string): Promise<string> {
  const found = await gitText(top, ["merge-base", base, head]).catch((error: unknown) => {
    if (error instanceof GitError) return "";
    throw error;
  });
  if (found !== "") return found;
  const hint = await shallowHint(top);
  throw new UsageError(
    `${harmless(name)} and ${head === "HEAD" ? "HEAD" : head.slice(0, 12)} have no commit in common.${hint || " Name the base with --base, or compare two tips with --base A..B."}`,
  );
}

async function shallowHint(top: string): Promise<string> {
  const isShallow = (await gitText(top, ["rev-parse", "--is-shallow-repository"]).catch(() => "false")) === "true";
  return isShallow
    ? " This clone is shallow. Fetch the whole history: `fetch-depth: 0` for actions/checkout, `fetchDepth: 0` for Azure Pipelines, `GIT_DEPTH: 0` for GitLab, or `git fetch --unshallow`."
    : "";
}

/** Returns the default base: from the pipeline's variables, otherwise from the clone's remote. */
async function defaultBase(top: string, env: NodeJS.ProcessEnv): Promise<string> {
  const target =
    env["GITHUB_BASE_REF"] ||
    env["SYSTEM_PULLREQUEST_TARGETBRANCH"] ||
    env["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] ||
    env["BITBUCKET_PR_DESTINATION_BRANCH"];
  const remote = await gitText(top, ["symbolic-ref", "--short", "--quiet", "refs/remotes/origin/HEAD"]).catch(() => "");
  const branch = target?.replace(/^refs\/heads\//, "");
  const candidates = branch ? [`origin/${branch}`, branch] : [remote, "origin/main", "origin/master", "main", "master"];
  for (const candidate of candidates) if (candidate !== "" && (await find(top, candidate))) return candidate;
  throw new UsageError(
    `There is no branch to compare with (${harmless(candidates.filter(Boolean).join(", "))}). Name it with --base, and fetch it first.${await shallowHint(top)}`,
  );
}

function within(top: string, cwd: string, folder: string): string {
  const path = relative(top, resolve(cwd, folder)).replaceAll("\\", "/");
  if (path === ".." || path.startsWith("../") || isAbsolute(path))
    throw new UsageError(`${harmless(folder)} is outside of the repository ${harmless(top)}.`);
  return path === "" ? "." : path.replace(/\/(mashup\.pq|queryMetadata\.json|dataflow-content\.json|\.platform)$/, "");
}
