import type { Settings } from "../auth/settings";
import { tokenMask } from "../common/mask";
import type { Context, Reporter } from "./context";

/** The stack's configuration, or the arguments of a FabricProvider, as the host hands it over. */
export interface Config {
  get(key: string): string | undefined;
}

/** Set by `FabricProvider`, whose arguments win over the environment. */
const EXPLICIT = "fabric:explicit";

let config: Config = { get: () => undefined };
let session: Pick<Context, "settings" | "client" | "runClient" | "runCredential"> | undefined;

/** Only stores: a throw here would leave the next call unconfigured. One process serves one provider. */
export function configure(given: Config): void {
  config = given;
}

/**
 * One credential, one HTTP agent and one limiter for each identity of the process, made when the first call needs them: a step
 * that makes no request loads neither MSAL nor undici.
 */
export function createContext(report: Reporter, signal: AbortSignal): Context {
  const opened = () => (session ??= open(report));
  return {
    ...report,
    signal,
    mask: tokenMask,
    get settings() {
      return opened().settings;
    },
    get client() {
      return opened().client;
    },
    get runClient() {
      return opened().runClient;
    },
    get runCredential() {
      return opened().runCredential;
    },
  };
}

function open(report: Reporter) {
  const { clientSettings, readSettings } = require("../auth/settings") as typeof import("../auth/settings");
  const { createCredential } = require("../auth/credentials") as typeof import("../auth/credentials");
  const { FabricClient } = require("../fabric/client") as typeof import("../fabric/client");
  const settings = readSettings({
    config: (key) => config.get(`fabric:${key}`),
    env: process.env,
    explicit: config.get(EXPLICIT) === "true",
  });
  const connect = (identity: Settings["identity"]) => {
    const credential = createCredential(identity, settings);
    return { client: new FabricClient({ ...clientSettings(settings), credential }), credential };
  };
  const main = connect(settings.identity);
  const run = settings.runIdentity ? connect(settings.runIdentity) : main;
  report.info(
    `signing in as ${main.credential.description}${run === main ? "" : `; jobs, schedules and queries as ${run.credential.description}`}`,
  );
  return { settings, client: main.client, runClient: run.client, runCredential: run.credential };
}
