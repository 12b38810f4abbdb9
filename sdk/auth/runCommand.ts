import { spawn, type ChildProcess } from "node:child_process";

export type CommandResult =
  | { outcome: "exited"; code: number; stdout: string; stderr: string }
  | { outcome: "missing" }
  | { outcome: "timedOut" }
  /** The command printed more than the limit. */
  | { outcome: "endless" };

/** The most bytes of a command's output. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Runs a command from the PATH to its end. Arguments must not have characters that a shell interprets: on Windows the
 * command is a batch file, which only cmd.exe starts.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  {
    timeoutMs,
    maxBytes = MAX_BYTES,
    env = process.env,
  }: { timeoutMs: number; maxBytes?: number; env?: NodeJS.ProcessEnv },
): Promise<CommandResult> {
  const isWindows = process.platform === "win32";
  const { file, argv, ...started } = startOf(command, args, env, process.platform);
  return new Promise((resolve) => {
    const child = spawn(file, argv, {
      env: started.env,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      // In its own process group, so that a time-out also ends the interpreter behind a wrapper script.
      detached: !isWindows,
    });
    const end = (result: CommandResult) => {
      clearTimeout(timer);
      resolve(result);
    };
    const giveUp = (outcome: "timedOut" | "endless") => {
      kill(child);
      end({ outcome });
    };
    const stdout = collect(child.stdout, maxBytes, () => giveUp("endless"));
    const stderr = collect(child.stderr, maxBytes, () => giveUp("endless"));
    const timer = setTimeout(() => giveUp("timedOut"), timeoutMs);
    child.once("error", () => end({ outcome: "missing" }));
    child.once("close", (code) => {
      if (isWindows && /is not recognized/.test(stderr())) return end({ outcome: "missing" });
      end({ outcome: "exited", code: code ?? 1, stdout: stdout(), stderr: stderr() });
    });
  });
}

/**
 * Returns how to start the command in the current folder, where the Pulumi CLI finds its project. On Windows, commands
 * are first searched in that folder, and a repository controls its files. So the path of cmd.exe is written out, and an
 * environment variable turns that search off.
 * https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-needcurrentdirectoryforexepathw
 */
export function startOf(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): { file: string; argv: string[]; env: NodeJS.ProcessEnv } {
  if (platform !== "win32") return { file: command, argv: [...args], env };
  return {
    file: `${process.env["SystemRoot"] ?? "C:\\Windows"}\\System32\\cmd.exe`,
    argv: ["/d", "/s", "/c", command, ...args],
    env: { ...env, NoDefaultCurrentDirectoryInExePath: "1" },
  };
}

function collect(stream: NodeJS.ReadableStream, most: number, onTooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes <= most) chunks.push(chunk);
    else onTooMuch();
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

function kill(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
  try {
    if (process.platform === "win32") child.kill();
    else process.kill(-child.pid!, "SIGKILL");
  } catch {
    // The process has already ended.
  }
}
