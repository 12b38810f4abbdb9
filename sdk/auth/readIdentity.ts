import { spelled } from "../common/spelling";
import { either } from "../common/text";
import { identitySettingNames, runSettingName, settingOf, type IdentitySettingName } from "../settingNames";
import { choiceOf, chooser, describing, isOfApplication, offers, ways } from "./identityChoice";
import type { IdentityMethod, IdentitySettings, MethodSettings } from "./identitySettings";
import { ambientFederation, readAssertion } from "./oidcSettings";
import { find, prefixed, readBoolean, SettingsError, type IdentityReader, type SettingsSource } from "./settingsSource";

/**
 * Reads the identity. The first source that chooses a way to sign in gives all its settings. If no source does, the
 * environment decides.
 */
export function readIdentity(sources: readonly SettingsSource[], env: NodeJS.ProcessEnv): IdentitySettings {
  for (const source of sources) {
    const identity = readFrom(source, sources, env);
    if (identity !== undefined) return identity;
  }
  return readSurroundings(sources, env);
}

/**
 * Returns the second identity, if one is set. If a FabricProvider says how to sign in, the environment's second
 * identity does not apply: the provider was made for the resources that use it.
 */
export function readRunIdentity(
  sources: readonly SettingsSource[],
  env: NodeJS.ProcessEnv,
  explicit: boolean,
): IdentitySettings | undefined {
  const owner = sources[0]!;
  const considered = explicit && chooser(owner) !== undefined ? [owner] : sources;
  for (const source of considered) {
    const identity = readFrom(prefixed(source), considered.map(prefixed), env);
    if (identity !== undefined) return identity;
  }
  for (const source of considered) {
    const lone = identitySettingNames.find(
      (name) => settingOf(name).kind !== "switch" && source.get(runSettingName(name)) !== undefined,
    );
    if (lone !== undefined) {
      throw new SettingsError(
        `${source.called(runSettingName(lone))} is set, but no setting chooses how the second identity signs in: set ` +
          `${either(offers().map((name) => source.called(runSettingName(name))))}.`,
      );
    }
  }
  return undefined;
}

function readFrom(
  source: SettingsSource,
  sources: readonly SettingsSource[],
  env: NodeJS.ProcessEnv,
): IdentitySettings | undefined {
  const choice = choiceOf(source);
  if (choice === undefined) return undefined;
  const [name, method] = choice;
  const order = [source, ...sources.filter((other) => other !== source)];
  const reader: IdentityReader = {
    source,
    get: (setting) => source.get(setting),
    anywhere: (setting) =>
      find(
        order.filter((one) => one === source || completes(one, setting)),
        setting,
      )?.value,
    called: (setting) => source.called(setting),
  };
  return { chosenBy: source.called(name), ...readMethod(method, name, reader, env) };
}

const completes = ({ isForeign }: SettingsSource, name: IdentitySettingName): boolean =>
  !isForeign || name === "tenantId" || name === "clientId";

function readMethod(
  method: IdentityMethod,
  chosenBy: IdentitySettingName,
  reader: IdentityReader,
  env: NodeJS.ProcessEnv,
): MethodSettings {
  const need = (name: IdentitySettingName, ambient?: string): string => {
    const value = reader.anywhere(name)?.trim() ?? ambient;
    if (value === undefined) {
      throw new SettingsError(
        `${reader.called(name)} is missing: signing in by ${reader.called(chosenBy)} needs ` +
          `${name === "tenantId" ? "the id or domain of the tenant" : "the application (client) id"}.`,
      );
    }
    return value;
  };
  switch (method) {
    case "token":
      return { method, token: reader.get("token")! };
    case "clientSecret":
      return {
        method,
        tenantId: need("tenantId"),
        clientId: need("clientId"),
        clientSecret: reader.get("clientSecret"),
        clientSecretFilePath: reader.get("clientSecretFilePath"),
      };
    case "clientCertificate":
      return {
        method,
        tenantId: need("tenantId"),
        clientId: need("clientId"),
        clientCertificate: reader.get("clientCertificate"),
        clientCertificateFilePath: reader.get("clientCertificateFilePath"),
        clientCertificatePassword: reader.anywhere("clientCertificatePassword"),
      };
    case "oidc": {
      const ambient = ambientFederation(env);
      const assertion = readAssertion(reader, env);
      return {
        method,
        tenantId: need("tenantId", ambient.tenantId),
        clientId: need("clientId", ambient.clientId),
        assertion,
      };
    }
    case "managedIdentity":
      // Only from the source that chose this way: an application of another source is not an identity of this machine.
      return { method, clientId: reader.get("clientId")?.trim() };
    case "cli":
      return { method, tenantId: reader.anywhere("tenantId")?.trim() };
  }
}

/**
 * Returns the identity if no setting chooses a way: a pipeline's federation if it is complete, else the user of `az
 * login`.
 */
function readSurroundings(sources: readonly SettingsSource[], env: NodeJS.ProcessEnv): IdentitySettings {
  const off = (name: IdentitySettingName) => sources.find((source) => readBoolean(source, name) === false);
  const ambient = ambientFederation(env);
  const tenantId = find(sources, "tenantId")?.value.trim();
  const clientId = find(sources, "clientId")?.value.trim() ?? ambient.clientId;
  const tenant = tenantId ?? ambient.tenantId;
  if (ambient.assertion !== undefined && tenant !== undefined && clientId !== undefined && !off("useOidc")) {
    return { chosenBy: ambient.foundBy, method: "oidc", tenantId: tenant, clientId, assertion: ambient.assertion };
  }
  const noCli = off("useCli");
  if (noCli !== undefined) {
    throw new SettingsError(
      `No setting says how to sign in, and ${noCli.called("useCli")} is false: set one of ` +
        `${offers((way) => way !== ways.cli).join(", ")} ` +
        `as stack configuration (fabric-dataflow:...), as an argument of a ${spelled().provider}, or as an environment variable (FABRIC_...).`,
    );
  }
  for (const source of sources) {
    const lone = describing.find((name) => source.get(name) !== undefined);
    if (lone === undefined) continue;
    const called = (names: readonly IdentitySettingName[]): string => either(names.map((name) => source.called(name)));
    throw new SettingsError(
      `${source.called(lone)} is set, but no setting chooses how that application signs in: set ` +
        `${called(offers(isOfApplication))}; or, to sign in otherwise, ` +
        `${called(offers((way) => !isOfApplication(way)))}.` +
        (env["GITHUB_ACTIONS"] ? " In GitHub Actions the job needs `permissions: id-token: write`." : ""),
    );
  }
  return { chosenBy: "default", method: "cli", tenantId };
}
