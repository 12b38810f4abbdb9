import { spawn } from "node:child_process";
import { UsageError } from "../../common/usageError";
import { LIMITS } from "../../definition/limits";
import { requireTogether } from "./tree";

const LONGEST_MS = 120_000;
const MAX_ERROR_TEXT = 2_000;
/** The most output of Git, in bytes: the definitions, and the names of a large repository's files. */
const MAX_OUTPUT = LIMITS.repositoryBytes + 64 * 1024 * 1024;

/** Git failed. `text` is its error output. */
export class GitError extends Error {
  override readonly name = "GitError";
  constructor(
    readonly args: readonly string[],
    readonly text: string,
  ) {
    super(`git ${args[0]}: ${text.trim() || "failed"}`);
  }
}

/** Runs Git in a folder and returns its output. It checks nothing out, takes no lock and does not ask for a password. */
export function git(folder: string, args: readonly string[], input?: string, longestMs = LONGEST_MS): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
    const child = spawn("git", ["--no-pager", "-c", "core.quotePath=false", ...args], {
      cwd: folder,
      env,
      timeout: longestMs,
      windowsHide: true,
    });
    const out: Buffer[] = [];
    let text = "";
    let bytes = 0;
    child.stdout.on("data", (data: Buffer) => {
      bytes += data.byteLength;
      if (bytes <= MAX_OUTPUT) out.push(data);
      else child.kill("SIGKILL");
    });
    child.stderr.on("data", (data: Buffer) => {
      if (text.length < MAX_ERROR_TEXT) text += data.toString("utf8");
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new UsageError("Git is not installed, or the folder does not exist.") : error),
    );
    child.on("close", (code, signal) => {
      if (code === 0) resolve(Buffer.concat(out));
      else if (bytes > MAX_OUTPUT) reject(new GitError(args, `printed more than ${MAX_OUTPUT} bytes`));
      // Only the time limit above ends Git from here.
      else if (child.killed) reject(new GitError(args, `did not end within ${longestMs / 1000} s, and was stopped`));
      else reject(new GitError(args, signal ? `was ended by ${signal}` : text));
    });
    // If Git ends early, it closes the pipe. Its exit code says why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

export const gitText = async (folder: string, args: readonly string[], longestMs = LONGEST_MS): Promise<string> =>
  (await git(folder, args, undefined, longestMs)).toString("utf8").trim();

/** Returns the parts of Git's output that end with zero bytes. */
export const gitList = async (folder: string, args: readonly string[]): Promise<string[]> =>
  (await git(folder, args)).toString("utf8").split("\0").slice(0, -1);

/** Returns the ids of blobs of at most `maxBytes`, so that a stranger's file of gigabytes is never read. */
async function idsWithin(folder: string, ids: readonly string[], maxBytes: number): Promise<string[]> {
  if (ids.length === 0) return [];
  const input = `${ids.join("\n")}\n`;
  const lines = (await git(folder, ["cat-file", "--batch-check=%(objectname) %(objectsize)"], input)).toString(
    "latin1",
  );
  const within = lines.split("\n").flatMap((line) => {
    const [id = "", size] = line.split(" ");
    return /^\d+$/.test(size ?? "") && Number(size) <= maxBytes ? [{ id, size: Number(size) }] : [];
  });
  requireTogether(within.reduce((sum, { size }) => sum + size, 0));
  return within.map(({ id }) => id);
}

/** Returns the contents of blobs by object id. An id is absent if Git does not have it, or if its content is too large for a definition. */
export async function readBlobs(folder: string, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const blobs = new Map<string, Buffer>();
  const wanted = await idsWithin(folder, [...new Set(ids)], LIMITS.definitionBytes);
  if (wanted.length === 0) return blobs;
  const all = await git(folder, ["cat-file", "--batch"], `${wanted.join("\n")}\n`);
  for (let at = 0; at < all.length;) {
    const end = all.indexOf(0x0a, at);
    if (end < 0) break;
    const [id = "", type, size] = all.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (type === "missing" || size === undefined) continue;
    blobs.set(id, all.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}
