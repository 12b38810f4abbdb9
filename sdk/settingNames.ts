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
  bulkExport: { kind: "switch" },
  adoptExisting: { kind: "switch" },
} as const satisfies Record<string, { kind: Exclude<Setting["kind"], "secret"> }>;

/** A setting that says who signs in and how. */
export type IdentitySettingName = keyof typeof identitySettings;
/** A setting of the provider as a whole. */
export type ServiceSettingName = keyof typeof serviceSettings;
/** A setting of the second identity: `runClientId`. */
export type RunSettingName = `run${Capitalize<IdentitySettingName>}`;
/** A setting: an argument of `FabricProvider`, a key of the stack configuration under `fabric:`. */
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

const secretIdentitySettingNames = identitySettingNames.filter((name) => settingOf(name).kind === "secret");

/** Settings whose value is never shown, and is kept encrypted in Pulumi's state. */
export const secretSettingNames: readonly SettingName[] = [
  ...secretIdentitySettingNames,
  ...secretIdentitySettingNames.map(runSettingName),
];

/** The environment variable of a setting, named as Microsoft's Terraform provider names it. */
export function environmentName(name: SettingName): string {
  const words = name.replace("DevOps", "Devops").replace(/[A-Z]/g, (letter) => `_${letter}`);
  return `FABRIC_${words.toUpperCase()}`;
}
