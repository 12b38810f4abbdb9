/** Settings that say who signs in and how. With the prefix `run` each describes the second identity. */
export const identitySettingNames = [
  "tenantId",
  "clientId",
  "clientSecret",
  "clientSecretFilePath",
  "clientCertificate",
  "clientCertificateFilePath",
  "clientCertificatePassword",
  "oidcToken",
  "oidcTokenFilePath",
  "oidcRequestUrl",
  "oidcRequestToken",
  "azureDevOpsServiceConnectionId",
  "useOidc",
  "useMsi",
  "useCli",
  "token",
] as const;

/** Settings of the provider as a whole. */
const serviceSettingNames = [
  "endpoint",
  "environment",
  "authorityHost",
  "scope",
  "maxRetries",
  "maxCallsPerMinute",
  "driftCheck",
  "adoptExisting",
] as const;

/** A setting that says who signs in and how. */
export type IdentitySettingName = (typeof identitySettingNames)[number];
/** A setting of the provider as a whole. */
export type ServiceSettingName = (typeof serviceSettingNames)[number];
/** A setting of the second identity: `runClientId`. */
export type RunSettingName = `run${Capitalize<IdentitySettingName>}`;
/** A setting: an argument of `FabricProvider`, a key of the stack configuration under `fabric:`. */
export type SettingName = IdentitySettingName | ServiceSettingName | RunSettingName;

/** `clientId` as the second identity's setting: `runClientId`. */
export function runSettingName(name: IdentitySettingName): RunSettingName {
  return `run${name[0]!.toUpperCase()}${name.slice(1)}` as RunSettingName;
}

const runSettingNames: readonly RunSettingName[] = identitySettingNames.map(runSettingName);

export const settingNames: readonly SettingName[] = [
  ...identitySettingNames,
  ...serviceSettingNames,
  ...runSettingNames,
];

const secretIdentitySettingNames: readonly IdentitySettingName[] = [
  "clientSecret",
  "clientCertificate",
  "clientCertificatePassword",
  "oidcToken",
  "oidcRequestToken",
  "token",
];

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
