import type { Credential } from "../auth/credential";
import { clientSettings, readSettings, type Settings } from "../auth/settings";
import type { FabricClient } from "../fabric/client";
import { UsageError } from "../common/usageError";
import { askPulumi } from "./askPulumi";

export interface ConnectedClient {
  settings: Settings;
  identity: Settings["identity"];
  credential: Credential;
  client: FabricClient;
}

export interface ConnectOptions {
  /** Take `fabric-dataflow:...` of this stack's configuration too, as `pulumi up` does. */
  stack?: string;
  /** The second identity, which runs jobs, instead of the first. */
  asRunIdentity?: boolean;
  env: NodeJS.ProcessEnv;
}

/** Signs in, when it is first needed, as `pulumi up` would. Throws a SettingsError or a UsageError. */
export async function connect({ stack, asRunIdentity, env }: ConnectOptions): Promise<ConnectedClient> {
  const config = stack === undefined ? {} : await readStack(stack);
  const settings = readSettings({ config: (key) => config[key]?.value, env, explicit: false });
  const identity = asRunIdentity ? settings.runIdentity : settings.identity;
  if (identity === undefined) {
    throw new UsageError("No second identity is set: runClientId, runToken, ... or FABRIC_RUN_... say who it is.");
  }
  const { createCredential } = require("../auth/credentials") as typeof import("../auth/credentials");
  const { FabricClient } = require("../fabric/client") as typeof import("../fabric/client");
  const credential = createCredential(identity, settings);
  const client = new FabricClient({ ...clientSettings(settings), credential });
  return { settings, identity, credential, client };
}

type StackConfig = Record<string, { value?: string }>;

const readStack = async (stack: string): Promise<StackConfig> =>
  (await askPulumi(["config", "--json", "--show-secrets"], stack)) as StackConfig;
