import { spawn } from "node:child_process";
import { join } from "node:path";

export type Outcome =
  | { token: string; expiresOnTimestamp: number; signedInAs?: string; log: string[] }
  | { error: string; code?: string; log: string[] };

/**
 * Signs in in a separate process that has only this environment. MSAL keeps the source of managed
 * identities for the life of a process, and Node reads NODE_EXTRA_CA_CERTS once.
 */
export function signInInOwnProcess(env: NodeJS.ProcessEnv, timeoutMs = 15_000): Promise<Outcome> {
  const script = join(__dirname, "signInProcess.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", script], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
  });
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(out).toString("utf8")) as Outcome);
      else reject(new Error(`The process ended with ${code}: ${Buffer.concat(err).toString("utf8")}`));
    });
  });
}
