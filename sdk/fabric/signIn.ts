import type { AccessToken, Credential } from "../auth/credential";
import type { FabricClientOptions } from "./client";

/** Who a client signs in as: one of these, or nothing for what the environment says. */
export interface SignIn {
  /** A bearer token that was made elsewhere; it is not renewed. */
  token?: string;
  /** Called before every request: it should cache. `forceRefresh`: Fabric called the last token expired. */
  getToken?(options: { signal?: AbortSignal; forceRefresh?: boolean }): Promise<AccessToken>;
  /** Something that signs in by itself, such as `createCredential` gives. */
  credential?: Credential;
}

let functions = 0;

/**
 * The credential that is given, or the one that the environment describes (`FABRIC_TENANT_ID`, `FABRIC_TOKEN`, ..., as
 * for the provider); endpoint and retries by the environment where they are not given. Throws a `TypeError` where more
 * than one way to sign in is given, and a `SettingsError` where the environment contradicts itself.
 */
export function signIn<T extends SignIn & Omit<FabricClientOptions, "credential">>(given: T): FabricClientOptions {
  const { token, getToken, credential, ...options } = given;
  if ([token, getToken, credential].filter((one) => one !== undefined).length > 1)
    throw new TypeError("give one of token, getToken and credential");
  if (credential !== undefined) return { ...options, credential };
  // Nothing tells whether two functions sign in as one: each counts as an identity of its own.
  if (getToken !== undefined) {
    const description = `a token of the program's own (${++functions})`;
    return { ...options, credential: { description, getToken: (asked = {}) => getToken(asked) } };
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
