/** What the package knows of a setting besides its name: the one place that says it. */
interface Setting {
  /**
   * `switch`: true or false, and only true chooses a way to sign in. `secret`: its value signs in by itself; it is never shown, and is
   * encrypted in Pulumi's state. `plain`: anything else.
   */
  kind: "plain" | "secret" | "switch";
  /** The way to sign in (`IdentityMethod`) that it chooses. */
  chooses?: string;
  /** Given in place of that other setting: one of both. */
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

/** Of the settings that say who signs in. */
export const isSwitch = (name: SettingName): boolean => switchNames.includes(name);

const secretIdentitySettingNames = identitySettingNames.filter((name) => settingOf(name).kind === "secret");

/** Settings whose value is never shown, and is kept encrypted in Pulumi's state. */
export const secretSettingNames: readonly SettingName[] = [
  ...secretIdentitySettingNames,
  ...secretIdentitySettingNames.map(runSettingName),
];

/** Terraform's names have words that bridges and environment variables tell apart: `azure_devops_service_connection_id`. */
const inTerraformsWords = (name: SettingName): string => name.replace("DevOps", "Devops");

/** The environment variable of a setting, named as Microsoft's Terraform provider names it. */
export const environmentName = (name: SettingName): string =>
  `FABRIC_${inTerraformsWords(name)
    .replace(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()}`;

/** The namespace of this package's settings in a stack's configuration. */
export const NAMESPACE = "fabric-dataflow";

/** The key in that namespace by which a provider's process knows that a FabricProvider of the program speaks. */
export const EXPLICIT = "explicit";

/** Another: the FabricProvider's arguments that are no settings, parted by commas. */
export const UNKNOWN_ARGUMENTS = "unknownArguments";

/** The bridged provider's. */
export const BRIDGE_NAMESPACE = "fabric";

/** Defaults of arguments of every dataflow of a stack: they stand in its configuration alone. */
export const stackSettingNames = ["isolated", "allowForeign"] as const;

/** A name of a stack's configuration in this package's namespace. */
export type ConfigName = SettingName | (typeof stackSettingNames)[number];
export const configNames: readonly ConfigName[] = [...settingNames, ...stackSettingNames];

/** A setting in a stack's configuration: `fabric-dataflow:tenantId`. */
export const configKey = (name: ConfigName): string => `${NAMESPACE}:${name}`;

/** The name of a key in this package's namespace, if nothing here has that name. */
export function unknownSetting(key: string): string | undefined {
  if (!key.startsWith(`${NAMESPACE}:`)) return undefined;
  const name = key.slice(NAMESPACE.length + 1);
  return (configNames as readonly string[]).includes(name) ? undefined : name;
}

/** The settings that the bridged provider has too. It refuses every other key of its namespace. */
const shared: readonly SettingName[] = [
  ...(["tenantId", "clientId", "clientSecret", "clientSecretFilePath", "clientCertificate"] as const),
  ...(["clientCertificateFilePath", "clientCertificatePassword", "oidcToken", "oidcTokenFilePath"] as const),
  ...(["oidcRequestUrl", "oidcRequestToken", "azureDevOpsServiceConnectionId"] as const),
  ...(["useOidc", "useMsi", "useCli", "endpoint", "environment"] as const),
];

/** The same setting of the bridged provider, if it has it: `fabric:tenantId`. */
export function bridgeKey(name: SettingName): string | undefined {
  return shared.includes(name) ? `${BRIDGE_NAMESPACE}:${inTerraformsWords(name)}` : undefined;
}

/** Settings in the bridged provider's namespace that it does not have: it refuses them, and here nothing reads them. */
export const misplacedKeys: readonly { name: SettingName; key: string }[] = settingNames
  .map((name) => ({ name, key: `${BRIDGE_NAMESPACE}:${name}` }))
  .filter(({ name, key }) => bridgeKey(name) !== key);
