import type { Credential } from "../auth/credential";
import { clientSettings, readSettings, type Settings, type SettingsInput } from "../auth/settings";
import type { FabricClient } from "../fabric/client";
import { UsageError } from "../common/usageError";
import { askPulumi } from "./askPulumi";
import { projectName } from "./projectName";

export interface ConnectedClient {
  settings: Settings;
  identity: Settings["identity"];
  credential: Credential;
  client: FabricClient;
}

export interface ConnectOptions {
  /** Also use `fabric-dataflow:...` of this stack's configuration, as `pulumi up` does. */
  stack?: string;
  /** Sign in as the second identity, which runs jobs, instead of the first. */
  asRunIdentity?: boolean;
  env: NodeJS.ProcessEnv;
}

/** Connects as `pulumi up` would. It signs in with the first call. Throws a SettingsError or a UsageError. */
export async function connect({ stack, asRunIdentity, env }: ConnectOptions): Promise<ConnectedClient> {
  const settings = readSettings({ ...(stack === undefined ? noStack : await readStack(stack)), env, explicit: false });
  const identity = asRunIdentity ? settings.runIdentity : settings.identity;
  if (identity === undefined) {
    throw new UsageError("No second identity is set. Set runClientId, runToken, ... or FABRIC_RUN_... for it.");
  }
  const { createCredential } = require("../auth/credentials") as typeof import("../auth/credentials");
  const { FabricClient } = require("../fabric/client") as typeof import("../fabric/client");
  const credential = createCredential(identity, settings);
  const client = new FabricClient({ ...clientSettings(settings), credential });
  return { settings, identity, credential, client };
}

type FromStack = Pick<SettingsInput, "config" | "keys" | "project">;

const noStack: FromStack = { config: () => undefined };

async function readStack(stack: string): Promise<FromStack> {
  const config = (await askPulumi(["config", "--json", "--show-secrets"], stack)) as Record<string, { value?: string }>;
  // The CLI found a project in the working folder, or there would be no configuration.
  const project = await projectName(process.cwd());
  return { config: (key) => config[key]?.value, keys: Object.keys(config), project };
}
