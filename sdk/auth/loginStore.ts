import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync, type Stats } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { FileRefusal, readBounded } from "../common/boundedFile";
import { AuthenticationError } from "./authenticationError";

/** A person who signed in by `pulumi-fabric-dataflow login`. */
export interface Login {
  version: 1;
  authorityHost: string;
  tenantId: string;
  /** The tenant given to `login`: an id or a domain. */
  tenant?: string;
  /** The application that the person signed in to. */
  clientId: string;
  homeAccountId: string;
  username: string;
  /** MSAL's own cache: it holds a refresh token. */
  cache: string;
}

/** Returns the path in the user's own configuration folder. Nobody else may read the file. */
export function loginPath(env: NodeJS.ProcessEnv = process.env): string {
  const base =
    process.platform === "win32"
      ? (env["APPDATA"] ?? join(homedir(), "AppData", "Roaming"))
      : env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  return join(base, "pulumi-fabric-dataflow", "login.json");
}

/** MSAL's cache of one account has some ten thousand characters. */
const MAX_BYTES = 1024 * 1024;

/** Returns undefined if nobody is signed in. Throws an AuthenticationError if the file cannot be trusted or read. */
export async function readLogin(path = loginPath()): Promise<Login | undefined> {
  const info = statOf(path);
  if (info === undefined) return undefined;
  // Windows has no such mode bits; the folder's inherited permissions protect the file.
  if (process.platform !== "win32" && (info.mode & 0o077) !== 0)
    throw new AuthenticationError(`${path} may be read by others: run \`chmod 600\` on it, or log in again.`);
  const text = await readBounded(path, { bytes: MAX_BYTES }).catch((error: unknown) => {
    throw error instanceof FileRefusal ? new AuthenticationError(`${path} ${error.message}.`) : error;
  });
  const login = parse(text.toString("utf8"));
  if (login === undefined) {
    throw new AuthenticationError(
      `${path} is damaged or of another version: run \`npx pulumi-fabric-dataflow login\` again.`,
    );
  }
  return login;
}

/** Returns undefined if there is no such file, also if a file stands in the place of its folder. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unusable(path, error);
  }
}

const isMissing = (error: unknown): boolean =>
  ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");

const unusable = (path: string, error: unknown): AuthenticationError =>
  new AuthenticationError(
    `${path} cannot be used (${(error as NodeJS.ErrnoException).code ?? "unknown error"}): correct its permissions, or delete it.`,
  );

function parse(text: string): Login | undefined {
  try {
    const login = JSON.parse(text) as Partial<Login>;
    return login.version === 1 && typeof login.cache === "string" ? (login as Login) : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the whole file, so that a concurrent reader gets the old login or the new one, and no mixture. */
export function writeLogin(login: Login, path = loginPath()): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.${process.pid}`;
  try {
    writeFileSync(next, JSON.stringify(login), { mode: 0o600 });
    chmodSync(next, 0o600);
    renameSync(next, path);
  } catch (error) {
    // The unfinished file may hold the refresh token.
    rmSync(next, { force: true });
    throw error;
  }
}

/** Deletes the login. Returns true if there was one. Throws an AuthenticationError if it cannot be deleted. */
export function deleteLogin(path = loginPath()): boolean {
  try {
    rmSync(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw unusable(path, error);
  }
}
