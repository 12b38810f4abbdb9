import { spawn } from "node:child_process";

const running = new Set();
const graceMs = 5_000;

/**
 * Runs a command in its own process group, so that all its processes end with it.
 * Resolves with { code, output, timedOut }. Never rejects because of the command.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutMs: number, output?: "pipe" | "inherit",
 *   onOutput?: (text: string) => void }} options
 * @returns {Promise<{ code: number | string, output: string, timedOut: boolean }>}
 */
export function run(command, args, { cwd, env, timeoutMs, output = "pipe", onOutput }) {
  return new Promise((resolve, reject) => {
    const stdio = output === "inherit" ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio, detached: true });
    running.add(child);
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        chunks.push(chunk);
        onOutput?.(chunk.toString());
      });
    }
    let timedOut = false;
    let forced;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child, "SIGTERM");
      // "close" waits for grandchildren that have the pipes open, so these are ended, too.
      forced = setTimeout(() => endGroup(child, "SIGKILL"), graceMs);
    }, timeoutMs);
    const settle = () => {
      clearTimeout(timer);
      clearTimeout(forced);
      running.delete(child);
    };
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    // Remaining processes of a command would keep the pipes open and this run waiting.
    child.on("exit", () => setTimeout(() => endGroup(child, "SIGKILL"), graceMs).unref());
    child.on("close", (code, signal) => {
      settle();
      resolve({ code: code ?? signal, output: Buffer.concat(chunks).toString(), timedOut });
    });
  });
}

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}

/** Ends the running commands if this process gets a signal to end. */
export function endWithThisProcess() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, () => {
      for (const child of running) endGroup(child, "SIGTERM");
      setTimeout(() => {
        for (const child of running) endGroup(child, "SIGKILL");
        process.exit(130);
      }, 2_000);
    });
  }
}
