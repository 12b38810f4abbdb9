import { dirname } from "node:path";
import type { Credential } from "../../sdk/auth/credential";
import { createCredential } from "../../sdk/auth/credentials";
import { readSettings } from "../../sdk/auth/settings";
import { tokenMask } from "../../sdk/common/mask";
import { FabricClient } from "../../sdk/fabric/client";
import type { Context, Lifecycle } from "../../sdk/lifecycle/context";
import { type Emulator, type EmulatorOptions, type ItemView, startEmulator } from "../emulator/index";
import { type ResourceName, resources } from "../tools/resources";
import type * as FormerSecrets from "../../sdk/lifecycle/formerSecrets";
import type * as OperationLogs from "../../sdk/lifecycle/operationLog";
import type * as Resume from "../../sdk/lifecycle/resume";
import { FreshModules } from "./freshModules";

export type Lifecycles = Record<ResourceName, Lifecycle>;

type Open = (typeof OperationLogs.OperationLog)["open"];

/**
 * The lifecycles in the host of a new provider process, without the module state of an earlier process. `open` shares data with the other
 * hosts of its operation. Without it there are none.
 */
export function freshLifecycles(open?: Open): Lifecycles {
  const fresh = new FreshModules(dirname(require.resolve("../../sdk/lifecycle/context")));
  const logs = fresh.load(require.resolve("../../sdk/lifecycle/operationLog")) as typeof OperationLogs;
  if (open) logs.OperationLog.open = open;
  const { resuming } = fresh.load(require.resolve("../../sdk/lifecycle/resume")) as typeof Resume;
  const lifecycleOf = (name: ResourceName): Lifecycle =>
    (fresh.load(require.resolve(`../../sdk/lifecycle/${name}`)) as Lifecycles)[name];
  const { keepingSecrets } = fresh.load(require.resolve("../../sdk/lifecycle/formerSecrets")) as typeof FormerSecrets;
  const lifecycles = {} as Lifecycles;
  for (const name of resources) {
    let made: Lifecycle | undefined;
    const get = (): Lifecycle => (made ??= keepingSecrets(resuming(lifecycleOf(name))));
    Object.defineProperty(lifecycles, name, { get, enumerable: true });
  }
  return lifecycles;
}

/** An emulated service, and the context of the lifecycles. */
export class World {
  readonly said = { info: [] as string[], warn: [] as string[], progress: [] as string[] };
  stop = new AbortController();
  readonly context: Context;

  constructor(
    readonly emulator: Emulator,
    env: NodeJS.ProcessEnv = {},
  ) {
    const settings = readSettings({
      config: () => undefined,
      env: { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint, ...env },
      explicit: false,
    });
    const client = this.client(emulator.token);
    this.context = {
      settings,
      mask: tokenMask,
      client,
      runClient: client,
      runCredential: this.credential(emulator.token),
      signal: this.stop.signal,
      info: (message) => void this.said.info.push(message),
      warn: (message) => void this.said.warn.push(message),
      progress: (message) => void this.said.progress.push(message),
    };
  }

  private credential(token: string): Credential {
    const { settings } = this.context ?? {};
    const authorityHost = settings?.authorityHost ?? "https://login.microsoftonline.com";
    return createCredential({ method: "token", token, chosenBy: "the test" }, { authorityHost, scope: "test" });
  }

  /** Another user's client. It waits milliseconds instead of seconds. */
  client(token: string, { maxRetries = 2 } = {}): FabricClient {
    const credential = this.credential(token);
    const timing = {
      pollCapMs: 40,
      retryBaseMs: 5,
      retryCapMs: 20,
      unknownGraceMs: 100,
      nameReservedMs: 20,
      listLagMs: 1_000,
      settleMs: 300,
    };
    return new FabricClient({
      credential,
      endpoint: this.emulator.endpoint,
      pollIntervalMs: 5,
      timing,
      maxRetries,
    });
  }

  dataflows(): ItemView[] {
    return this.emulator.items().filter(({ type }) => type === "Dataflow");
  }

  /** Id of a new folder of the workspace. */
  async addFolder(displayName: string): Promise<string> {
    const { endpoint, token, workspaceId } = this.emulator;
    const response = await fetch(`${endpoint}/workspaces/${workspaceId}/folders`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ displayName }),
    });
    return ((await response.json()) as { id: string }).id;
  }

  /** The requests since the last call, by operation. */
  newRequests(): Record<string, number> {
    const counts = this.emulator.counts();
    this.emulator.clearRequests();
    return counts;
  }

  /** The messages since the last call. */
  messages(kind: "info" | "warn" | "progress"): string {
    return this.said[kind].splice(0).join("\n");
  }
}

/** Calls `use` with its own world. Checks every request and response against the specification. */
export async function inWorld<T>(use: (world: World) => Promise<T>, options: EmulatorOptions = {}): Promise<T> {
  const emulator = await startEmulator(options);
  let failed = true;
  try {
    const result = await use(new World(emulator));
    failed = false;
    return result;
  } finally {
    await emulator.close({ allowViolations: failed });
  }
}
