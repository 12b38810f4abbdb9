import { FabricClient } from "../../sdk/client";
import { folder } from "../dataflows";
import { startEmulator, type Emulator, type EmulatorOptions } from "../emulator/index";
import { runCli, type CliResult } from "./runCli";

/** An emulated service, dataflows in it, and the CLI signed in to it. */
export class CliService {
  readonly client: FabricClient;

  constructor(readonly emulator: Emulator) {
    const token = { token: emulator.token, expiresOnTimestamp: Date.now() + 600_000 };
    this.client = new FabricClient({
      credential: { description: "test", getToken: () => Promise.resolve(token) },
      endpoint: emulator.endpoint,
      pollIntervalMs: 5,
    });
  }

  /** Creates a dataflow from texts by file path. Returns its id. */
  async add(displayName: string, files: Record<string, string>, more: object = {}): Promise<string> {
    const parts = Object.entries(files).map(([path, text]) => ({
      path: path.replace(/^.*\//, ""),
      payload: Buffer.from(text).toString("base64"),
      payloadType: "InlineBase64" as const,
    }));
    const item = await this.client.dataflows.create(this.emulator.workspaceId, {
      displayName,
      definition: { parts },
      ...more,
    });
    return item.id;
  }

  addQueries = (displayName: string, queries: Record<string, string>): Promise<string> =>
    this.add(displayName, folder(displayName, queries));

  get env(): NodeJS.ProcessEnv {
    return { FABRIC_ENDPOINT: this.emulator.endpoint, FABRIC_TOKEN: this.emulator.token };
  }

  /** Runs the CLI for the emulated workspace. */
  run = (
    args: string[],
    { colours = false, columns }: { colours?: boolean; columns?: number } = {},
  ): Promise<CliResult> => runCli([...args, "--workspace", "Emulated workspace"], this.env, colours, columns);

  json = async <T>(args: string[]): Promise<T> => JSON.parse((await this.run([...args, "--json"])).out) as T;
}

export async function withService(
  use: (service: CliService) => Promise<void>,
  options?: EmulatorOptions,
): Promise<void> {
  const emulator = await startEmulator(options);
  let failed = true;
  try {
    await use(new CliService(emulator));
    failed = false;
  } finally {
    await emulator.close({ allowViolations: failed });
  }
}
