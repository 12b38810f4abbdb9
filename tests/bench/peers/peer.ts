import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { scratch } from "../../tools/layout.mjs";
import { run } from "../../tools/processes.mjs";

/** The environment of a tool. It is equal for all tools, except for its service. */
export interface PeerWorld {
  /** https, with `/v1`. */
  endpoint: string;
  /** The file of the certificate to trust. */
  certificate: string;
  token: string;
  workspaceId: string;
  count: number;
  parallel: number;
  /** The folder with the definitions: `flow-0.Dataflow` and so on. */
  files: Record<string, string>;
}

/** The commands of a user. Each rejects if it fails. */
export interface PeerCommands {
  edit(files: Record<string, string>): void;
  /** Deploys the files to the workspace. */
  deploy(): Promise<unknown>;
  /** Deploys again, if an item may have been edited in the portal. */
  putRight(): Promise<unknown>;
  /** Deletes all dataflows. */
  remove(): Promise<unknown>;
}

export interface Peer {
  name: string;
  within<T>(world: PeerWorld, use: (commands: PeerCommands) => Promise<T>): Promise<T>;
}

const timeoutMs = 10 * 60_000;

/** A command-line tool in its own folder, which is first on its PATH. */
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
