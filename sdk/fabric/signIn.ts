import type { AccessToken, Credential } from "../auth/credential";
import type { FabricClientOptions } from "./client";

/** How a client signs in: give at most one of these. Default: the environment variables (`FABRIC_TENANT_ID`, `FABRIC_TOKEN`, ...). */
export interface SignIn {
  /** A bearer token from elsewhere. The client cannot renew it. */
  token?: string;
  /** Returns a token. Called before every request, so it should cache. `forceRefresh` is true if Fabric reported the last token as expired. */
  getToken?(options: { signal?: AbortSignal; forceRefresh?: boolean }): Promise<AccessToken>;
  /** A credential that signs in by itself, for example one of `createCredential`. */
  credential?: Credential;
}

let functions = 0;

/**
 * Returns the options of a client with its credential: the given one, or that of the environment variables (`FABRIC_TENANT_ID`,
 * `FABRIC_TOKEN`, ..., as for the provider). Endpoint and retries come from the environment if they are not given. Throws a `TypeError` if
 * more than one way to sign in is given, and a `SettingsError` if the environment contradicts itself.
 */
export function signIn<T extends SignIn & Omit<FabricClientOptions, "credential">>(given: T): FabricClientOptions {
  const { token, getToken, credential, ...options } = given;
  if ([token, getToken, credential].filter((one) => one !== undefined).length > 1)
    throw new TypeError("give only one of token, getToken and credential");
  if (credential !== undefined) return { ...options, credential };
  // Two functions may sign in as one identity, but that cannot be known. So each is treated as an identity of its own.
  if (getToken !== undefined) {
    const description = `a token of the program's own (${++functions})`;
    return { ...options, credential: { description, getToken: (requested = {}) => getToken(requested) } };
  }
  const { createCredential } = require("../auth/credentials") as typeof import("../auth/credentials");
  const { clientSettings, readServiceSettings, readSettings } =
    require("../auth/settings") as typeof import("../auth/settings");
  const settings =
    token === undefined
      ? readSettings({ config: () => undefined, env: process.env, explicit: false })
      : {
          ...readServiceSettings(process.env),
          identity: { method: "token" as const, token, chosenBy: "the option token" },
        };
  const chosen = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return {
    ...clientSettings(settings),
    ...chosen,
    credential: createCredential(settings.identity, settings),
  };
}
