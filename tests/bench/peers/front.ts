import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../tools/layout.mjs";

export interface Front {
  endpoint: string;
  close(): Promise<void>;
}

const startMs = 60_000;

/** TLS in front of the emulator, in its own process, because the Terraform provider sends its token only over TLS. */
export async function tlsFront(endpoint: string, certificate: string, key: string): Promise<Front> {
  const script = join(root, "tests", "bench", "peers", "frontProcess.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", script, endpoint, certificate, key], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, "line", { signal: AbortSignal.timeout(startMs) })) as [string];
  return {
    endpoint: line,
    close: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
