import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { scratch } from "../../tools/layout.mjs";
import { run } from "../../tools/processes.mjs";

/** Where each peer works: the same for all, but a service of its own. */
export interface PeerWorld {
  /** https, with `/v1`. */
  endpoint: string;
  /** The file of the certificate to trust. */
  certificate: string;
  token: string;
  workspaceId: string;
  count: number;
  parallel: number;
  /** Of the definitions, in folders `flow-0.Dataflow` and so on. */
  files: Record<string, string>;
}

/** What a user does; each rejects if it fails. */
export interface PeerCommands {
  edit(files: Record<string, string>): void;
  /** Makes the workspace as the files are. */
  deploy(): Promise<unknown>;
  /** The same, where somebody may have edited an item in the portal. */
  putRight(): Promise<unknown>;
  /** Deletes all. */
  remove(): Promise<unknown>;
}

export interface Peer {
  name: string;
  within<T>(world: PeerWorld, use: (commands: PeerCommands) => Promise<T>): Promise<T>;
}

const timeoutMs = 10 * 60_000;

/** A tool with a command line, in a folder of its own, which comes first on its PATH. */
export const commandLine = (
  name: string,
  start: (world: PeerWorld, folder: string, run: Run) => Omit<PeerCommands, "edit">,
): Peer => ({
  name,
  within: async (world, use) => {
    const folder = mkdtempSync(join(scratch, "peer-"));
    const edit = (files: Record<string, string>): void => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
    };
    try {
      edit(world.files);
      return await use({ edit, ...start(world, folder, (...given) => program(folder, ...given)) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

export type Run = (command: string, args: string[], env: Record<string, string>) => Promise<void>;

async function program(cwd: string, command: string, args: string[], own: Record<string, string>): Promise<void> {
  const env = { ...own, PATH: [cwd, process.env.PATH].join(delimiter) };
  const { code, output, timedOut } = await run(command, args, { cwd, env, timeoutMs });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ${timedOut ? "took too long" : "failed"}:\n${output}`);
}
