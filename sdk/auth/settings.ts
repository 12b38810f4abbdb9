import { unknownSetting, type ServiceSettingName } from "../settingNames";
import type { IdentitySettings } from "./identitySettings";
import { readIdentity, readRunIdentity } from "./readIdentity";
import { apiBase } from "../common/apiBase";
import { misplacedSettings } from "./misplacedSettings";
import {
  argumentsSource,
  bridgeSource,
  configSource,
  environmentSource,
  find,
  inOrder,
  SettingsError,
  unreadable,
  type Found,
  type SettingsSource,
} from "./settingsSource";

export type { IdentitySettings } from "./identitySettings";
export { SettingsError } from "./settingsSource";

/** A cloud of Microsoft. */
export type Environment = "public" | "usgovernment" | "china";

/** All settings of the provider, from the environment and the stack's configuration or a FabricProvider. */
export interface Settings {
  /** The cloud; default `public`. */
  environment: Environment;
  /**
   * Base URL of Fabric's REST API with the version, without a slash at the end: `https://api.fabric.microsoft.com/v1`.
   * The version is added if it was left out.
   */
  endpoint: string;
  /** The scope of tokens: `https://api.fabric.microsoft.com/.default`. */
  scope: string;
  /** Base URL of Microsoft Entra ID: `https://login.microsoftonline.com`. No slash at the end. */
  authorityHost: string;
  /** Who signs in. */
  identity: IdentitySettings;
  /** The second identity, for jobs, schedules and queries. Undefined: the first does everything. */
  runIdentity?: IdentitySettings;
  /** How many times a call is retried if a retry is safe. Undefined: the client's default. */
  maxRetries?: number;
  /** The maximum number of calls per minute and rate-limit group. Undefined: no limit but the service's own. */
  maxCallsPerMinute?: number;
  /** What `pulumi refresh` compares. Undefined: the resource's default. */
  driftCheck?: "definition" | "item";
  /** What a delete does if others use the dataflow. Undefined: the resource's default. */
  delete?: "always" | "unlessUsed";
  /** True: `pulumi refresh` may read many definitions at once, by an API in beta. */
  bulkExport: boolean;
  /**
   * True: every create adopts an existing dataflow of the declared name. Meant for one run, after an interrupted
   * create.
   */
  adoptExisting: boolean;
}

/** https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
const authorityHosts: Record<Environment, string> = {
  public: "https://login.microsoftonline.com",
  usgovernment: "https://login.microsoftonline.us",
  china: "https://login.partner.microsoftonline.cn",
};
const PUBLIC_ENDPOINT = "https://api.fabric.microsoft.com/v1";
const PUBLIC_SCOPE = "https://api.fabric.microsoft.com/.default";

/** The sources of settings. */
export interface SettingsInput {
  /**
   * Returns a value of the stack's configuration by its whole key: `fabric-dataflow:tenantId`. The arguments of an
   * explicit FabricProvider have such keys too.
   */
  config: (key: string) => string | undefined;
  /**
   * The keys of the configuration, if they are known. Keys that are not settings are checked too. A provider's process
   * knows no keys.
   */
  keys?: readonly string[];
  /** Environment variables. */
  env: NodeJS.ProcessEnv;
  /**
   * True for a FabricProvider of the program: its arguments win over the environment, and the configuration is not
   * read.
   */
  explicit: boolean;
  /** Name of the Pulumi project. Its own keys may be in a namespace that is read here. */
  project?: string;
}

/**
 * Decides from plain values who signs in, how, and where the service is. Reads no file and sends no request. Throws a
 * SettingsError that names the settings concerned, but never secret values.
 */
export function readSettings({ config, keys, env, explicit, project }: SettingsInput): Settings {
  if (!explicit) {
    const { refused } = misplacedSettings({ config, env, project });
    if (keys?.some(unknownSetting)) {
      const { misspeltSettings } = require("./misspeltSettings") as typeof import("./misspeltSettings");
      refused.push(...Object.values(misspeltSettings({ config, keys, project }).refused));
    }
    if (refused.length > 0) throw new SettingsError(refused.join(" "));
  }
  const sources = inOrder(
    explicit
      ? [argumentsSource(config), environmentSource(env)]
      : [environmentSource(env), configSource(config, project), bridgeSource(config, project)],
  );
  return {
    ...readService(sources),
    identity: readIdentity(sources, env),
    runIdentity: readRunIdentity(sources, env, explicit),
  };
}

/** Returns the client's settings, which do not depend on who signs in. */
export const clientSettings = ({ endpoint, maxRetries, maxCallsPerMinute }: Omit<Settings, "identity">) => ({
  endpoint,
  maxRetries,
  maxCallsPerMinute,
});

/** Returns the settings that do not depend on an identity, from the environment alone. */
export function readServiceSettings(env: NodeJS.ProcessEnv): Omit<Settings, "identity" | "runIdentity"> {
  return readService([environmentSource(env)]);
}

function readService(sources: readonly SettingsSource[]): Omit<Settings, "identity" | "runIdentity"> {
  const one = (name: ServiceSettingName) => find(sources, name);
  const environment = oneOf(one("environment"), ["public", "usgovernment", "china"]) ?? "public";
  const address = baseUrl(one("endpoint"));
  const endpoint = address === undefined ? undefined : apiBase(new URL(address));
  if (endpoint === undefined && environment !== "public") {
    throw new SettingsError(
      `${one("environment")?.called} is ${environment}, and Microsoft documents no address of Fabric in that cloud: ` +
        "set endpoint to the address of its REST API there (https://...), and scope if tokens " +
        "are for another audience than that address.",
    );
  }
  return {
    environment,
    endpoint: endpoint ?? PUBLIC_ENDPOINT,
    scope: one("scope")?.value ?? (environment === "public" ? PUBLIC_SCOPE : `${new URL(endpoint!).origin}/.default`),
    authorityHost: secureUrl(one("authorityHost")) ?? authorityHosts[environment],
    maxRetries: wholeNumber(one("maxRetries")),
    maxCallsPerMinute: wholeNumber(
      one("maxCallsPerMinute"),
      1,
      ": leave it out to send as many calls as the service takes",
    ),
    driftCheck: oneOf(one("driftCheck"), ["definition", "item"]),
    delete: oneOf(one("delete"), ["always", "unlessUsed"]),
    bulkExport: oneOf(one("bulkExport"), ["true", "false"]) !== "false",
    adoptExisting: oneOf(one("adoptExisting"), ["true", "false"]) === "true",
  };
}

function oneOf<T extends string>(found: Found | undefined, allowed: readonly T[]): T | undefined {
  if (found === undefined) return undefined;
  const match = allowed.find((value) => value.toLowerCase() === found.value.trim().toLowerCase());
  if (match === undefined) throw unreadable(found, `be one of ${allowed.join(", ")}`);
  return match;
}

function wholeNumber(found: Found | undefined, least = 0, otherwise = ""): number | undefined {
  if (found === undefined) return undefined;
  if (!/^\d{1,4}$/.test(found.value.trim()) || Number(found.value) < least) {
    throw unreadable(found, `be a whole number from ${least} to 9999${otherwise}`);
  }
  return Number(found.value);
}

function baseUrl(found: Found | undefined): string | undefined {
  if (found === undefined) return undefined;
  const text = found.value.trim();
  const withScheme = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) throw unreadable(found, "be a URL");
  const url = new URL(withScheme);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw unreadable(found, "be a base URL: no user, no password, no query, no fragment");
  }
  return url.href.replace(/\/+$/, "");
}

/** Secrets and assertions are posted to the authority, so it needs https. */
function secureUrl(found: Found | undefined): string | undefined {
  const url = baseUrl(found);
  if (found && url?.startsWith("http:")) throw unreadable(found, "begin with https://");
  return url;
}
