import { hostInput, type HostConfig } from "../auth/hostInput";
import { misplacedSettings } from "../auth/misplacedSettings";
import type { Settings } from "../auth/settings";
import { unknownArguments } from "../auth/unknownArguments";
import { tokenMask } from "../common/mask";
import type { Context, Reporter } from "./context";

let config: HostConfig = { get: () => undefined };
let session: Pick<Context, "settings" | "client" | "runClient" | "runCredential"> | undefined;

/** Only stores the configuration: if it threw, the next call would run unconfigured. One process serves one provider. */
export function configure(given: HostConfig): void {
  config = given;
}

/**
 * Returns a context with one credential, one HTTP agent and one limiter for each identity of the process. They are made
 * when a call needs them, so a step without requests loads neither MSAL nor undici.
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

/**
 * Returns the problems of the settings that would sign in another identity. `check` reports them before anything is
 * done.
 */
export const refusedSettings = (): string[] => {
  const input = hostInput(config, process.env);
  return input.explicit ? unknownArguments(input) : misplacedSettings(input).refused;
};

/** `check` refuses such settings first, so these come from the state. */
const OF_THE_LAST_UP =
  "A refresh and a destroy use the configuration of the last `pulumi up`. Run them with --run-program.";

function open(report: Reporter) {
  const { clientSettings, readSettings } = require("../auth/settings") as typeof import("../auth/settings");
  const { createCredential } = require("../auth/credentials") as typeof import("../auth/credentials");
  const { FabricClient } = require("../fabric/client") as typeof import("../fabric/client");
  const refused = refusedSettings();
  if (refused.length > 0) throw new Error([...refused, OF_THE_LAST_UP].join(" "));
  const settings = readSettings(hostInput(config, process.env));
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
