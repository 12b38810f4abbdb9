import { identitySettingNames, identitySettings, settingOf, type IdentitySettingName } from "../settingNames";
import type { IdentityKind, IdentityMethod } from "./identitySettings";
import { contradiction, readBoolean, SettingsError, type SettingsSource } from "./settingsSource";

/** Each setting that chooses a way to sign in, with that way. One source must not choose two ways. */
const choosers = identitySettingNames.flatMap((name): [IdentitySettingName, IdentityMethod][] => {
  const setting = identitySettings[name];
  return "chooses" in setting ? [[name, setting.chooses]] : [];
});

type Settings = typeof identitySettings;
type Choosing<M> = { [N in keyof Settings]: Settings[N] extends { chooses: M } ? N : never }[keyof Settings];

/**
 * For each way to sign in: the setting that messages suggest for it, and the kind of identity (`unknown` if the way
 * does not decide it). It compiles only if each way has a setting that chooses it.
 */
export const ways: { readonly [M in IdentityMethod]: { offer: Choosing<M>; kind: IdentityKind } } = {
  token: { offer: "token", kind: "unknown" },
  clientSecret: { offer: "clientSecret", kind: "service principal" },
  clientCertificate: { offer: "clientCertificate", kind: "service principal" },
  oidc: { offer: "useOidc", kind: "service principal" },
  managedIdentity: { offer: "useMsi", kind: "managed identity" },
  cli: { offer: "useCli", kind: "unknown" },
};

type Way = (typeof ways)[IdentityMethod];

/** True if an application signs in by this way. */
export const isOfApplication = ({ kind }: Way): boolean => kind === "service principal" || kind === "managed identity";

/** Returns the settings that a message suggests, for all ways or for some. */
export const offers = (isMeant: (way: Way) => boolean = () => true): IdentitySettingName[] =>
  Object.values(ways)
    .filter(isMeant)
    .map(({ offer }) => offer);

/**
 * Settings that describe an application and do not choose a way. A tenant alone is not among them: it may be the tenant
 * of a user.
 */
export const describing = identitySettingNames.filter(
  (name) => name !== "tenantId" && settingOf(name).kind !== "switch" && settingOf(name).chooses === undefined,
);

function chosen(source: SettingsSource): readonly [IdentitySettingName, IdentityMethod][] {
  return choosers.filter(([name]) =>
    settingOf(name).kind === "switch" ? readBoolean(source, name) === true : source.get(name) !== undefined,
  );
}

export function chooser(source: SettingsSource): readonly [IdentitySettingName, IdentityMethod] | undefined {
  return chosen(source)[0];
}

/** Returns the way that a source chooses. Throws if the source contradicts itself. */
export function choiceOf(source: SettingsSource): readonly [IdentitySettingName, IdentityMethod] | undefined {
  const all = chosen(source);
  const first = all[0];
  if (first === undefined) return undefined;
  const other = all.find(([, method]) => method !== first[1]);
  if (other !== undefined) throw contradiction(source, first[0], other[0]);
  for (const name of identitySettingNames) {
    const other = settingOf(name).inPlaceOf as IdentitySettingName | undefined;
    if (other === undefined || source.get(other) === undefined || source.get(name) === undefined) continue;
    throw contradiction(source, other, name);
  }
  const off = choosers.find(
    ([name, method]) => method === first[1] && settingOf(name).kind === "switch" && readBoolean(source, name) === false,
  );
  if (off !== undefined) {
    throw new SettingsError(
      `${source.called(off[0])} is false, but ${source.called(first[0])} is set: they contradict each other. ` +
        "Remove one of them.",
    );
  }
  return first;
}
