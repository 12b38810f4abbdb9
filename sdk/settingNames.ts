/** The properties of a setting besides its name. */
interface Setting {
  /**
   * `switch`: true or false; only true chooses a way to sign in. `secret`: the value alone signs in. It is never shown,
   * and is encrypted in Pulumi's state. `plain`: any other.
   */
  kind: "plain" | "secret" | "switch";
  /** The way to sign in (`IdentityMethod`) that it chooses. */
  chooses?: string;
  /** The setting that it replaces: only one of the two may be given. */
  inPlaceOf?: string;
}

/** Settings that say who signs in and how. With the prefix `run` each describes the second identity. */
export const identitySettings = {
  token: { kind: "secret", chooses: "token" },
  tenantId: { kind: "plain" },
  clientId: { kind: "plain" },
  clientSecret: { kind: "secret", chooses: "clientSecret" },
  clientSecretFilePath: { kind: "plain", chooses: "clientSecret", inPlaceOf: "clientSecret" },
  clientCertificate: { kind: "secret", chooses: "clientCertificate" },
  clientCertificateFilePath: { kind: "plain", chooses: "clientCertificate", inPlaceOf: "clientCertificate" },
  clientCertificatePassword: { kind: "secret" },
  oidcToken: { kind: "secret", chooses: "oidc" },
  oidcTokenFilePath: { kind: "plain", chooses: "oidc" },
  oidcRequestUrl: { kind: "plain", chooses: "oidc" },
  oidcRequestToken: { kind: "secret", chooses: "oidc" },
  azureDevOpsServiceConnectionId: { kind: "plain", chooses: "oidc" },
  useOidc: { kind: "switch", chooses: "oidc" },
  useMsi: { kind: "switch", chooses: "managedIdentity" },
  useCli: { kind: "switch", chooses: "cli" },
} as const satisfies Record<string, Setting>;

/** Settings of the provider as a whole. */
export const serviceSettings = {
  endpoint: { kind: "plain" },
  environment: { kind: "plain" },
  authorityHost: { kind: "plain" },
  scope: { kind: "plain" },
  maxRetries: { kind: "plain" },
  maxCallsPerMinute: { kind: "plain" },
  driftCheck: { kind: "plain" },
  delete: { kind: "plain" },
  bulkExport: { kind: "switch" },
  adoptExisting: { kind: "switch" },
} as const satisfies Record<string, { kind: Exclude<Setting["kind"], "secret"> }>;

/** A setting that says who signs in and how. */
export type IdentitySettingName = keyof typeof identitySettings;
/** A setting of the provider as a whole. */
export type ServiceSettingName = keyof typeof serviceSettings;
/** A setting of the second identity: `runClientId`. */
export type RunSettingName = `run${Capitalize<IdentitySettingName>}`;
/** A setting: an argument of `FabricProvider`, a key of the stack configuration under `fabric-dataflow:`. */
export type SettingName = IdentitySettingName | ServiceSettingName | RunSettingName;

/** `clientId` as the second identity's setting: `runClientId`. */
export function runSettingName(name: IdentitySettingName): RunSettingName {
  return `run${name[0]!.toUpperCase()}${name.slice(1)}` as RunSettingName;
}

/** {@link identitySettings} without the literal types. */
export const settingOf = (name: IdentitySettingName): Setting => identitySettings[name];

export const identitySettingNames = Object.keys(identitySettings) as IdentitySettingName[];

export const settingNames: readonly SettingName[] = [
  ...identitySettingNames,
  ...(Object.keys(serviceSettings) as ServiceSettingName[]),
  ...identitySettingNames.map(runSettingName),
];

const switches = identitySettingNames.filter((name) => settingOf(name).kind === "switch");
const switchNames: readonly SettingName[] = [...switches, ...switches.map(runSettingName)];

/** True for switches among the settings that say who signs in. */
export const isSwitch = (name: SettingName): boolean => switchNames.includes(name);

const secretIdentitySettingNames = identitySettingNames.filter((name) => settingOf(name).kind === "secret");

/** Settings whose value is never shown and is encrypted in Pulumi's state. */
export const secretSettingNames: readonly SettingName[] = [
  ...secretIdentitySettingNames,
  ...secretIdentitySettingNames.map(runSettingName),
];

/**
 * Returns a name as Terraform writes it (`Devops` is one word): for the bridge's keys and environment variables, such
 * as `azure_devops_service_connection_id`.
 */
const inTerraformsWords = (name: SettingName): string => name.replace("DevOps", "Devops");

/** Returns the environment variable of a setting, with the name that Microsoft's Terraform provider uses. */
export const environmentName = (name: SettingName): string =>
  `FABRIC_${inTerraformsWords(name)
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()}`;

/** The namespace of this package's settings in a stack's configuration. */
export const NAMESPACE = "fabric-dataflow";

/** The key that is `true` if a FabricProvider of the program configures a provider's process. */
export const EXPLICIT = "explicit";

/** The key for a FabricProvider's arguments that are not settings, separated by commas. */
export const UNKNOWN_ARGUMENTS = "unknownArguments";

/** The namespace of the bridged provider. */
export const BRIDGE_NAMESPACE = "fabric";

/** Defaults for every dataflow of a stack. Only the stack's configuration has them. */
export const stackSettingNames = ["isolated", "allowForeign"] as const;

/** A name of a stack's configuration in this package's namespace. */
export type ConfigName = SettingName | (typeof stackSettingNames)[number];
export const configNames: readonly ConfigName[] = [...settingNames, ...stackSettingNames];

/** A setting in a stack's configuration: `fabric-dataflow:tenantId`. */
export const configKey = (name: ConfigName): string => `${NAMESPACE}:${name}`;

/** Returns the name of a key in this package's namespace if it is not a setting. */
export function unknownSetting(key: string): string | undefined {
  if (!key.startsWith(`${NAMESPACE}:`)) return undefined;
  const name = key.slice(NAMESPACE.length + 1);
  return (configNames as readonly string[]).includes(name) ? undefined : name;
}

/** Settings that the bridged provider has too. It refuses every other key of its namespace. */
const shared: readonly SettingName[] = [
  ...(["tenantId", "clientId", "clientSecret", "clientSecretFilePath", "clientCertificate"] as const),
  ...(["clientCertificateFilePath", "clientCertificatePassword", "oidcToken", "oidcTokenFilePath"] as const),
  ...(["oidcRequestUrl", "oidcRequestToken", "azureDevOpsServiceConnectionId"] as const),
  ...(["useOidc", "useMsi", "useCli", "endpoint", "environment"] as const),
];

/** Returns the key of the same setting in the bridged provider's namespace, if it has one: `fabric:tenantId`. */
export function bridgeKey(name: SettingName): string | undefined {
  return shared.includes(name) ? `${BRIDGE_NAMESPACE}:${inTerraformsWords(name)}` : undefined;
}

/**
 * Settings of this package in the bridged provider's namespace that the bridged provider lacks. It refuses them, and
 * this package does not read them.
 */
export const misplacedKeys: readonly { name: SettingName; key: string }[] = settingNames
  .map((name) => ({ name, key: `${BRIDGE_NAMESPACE}:${name}` }))
  .filter(({ name, key }) => bridgeKey(name) !== key);
