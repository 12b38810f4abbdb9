import { spelled } from "../common/spelling";
import {
  bridgeKey,
  BRIDGE_NAMESPACE,
  configKey,
  environmentName,
  identitySettingNames,
  isSwitch,
  NAMESPACE,
  runSettingName,
  type IdentitySettingName,
  type SettingName,
} from "../settingNames";

/** Settings that contradict each other, miss something, or have a value that cannot be read. */
export class SettingsError extends Error {
  /** For logs; use `instanceof` to tell errors apart. */
  override readonly name = "SettingsError";
}

/** One place that settings come from: the environment, a namespace of the stack's configuration, or a FabricProvider's arguments. */
export interface SettingsSource {
  get(name: SettingName): string | undefined;
  /** Returns the setting's name in this source, for messages. */
  called(name: SettingName): string;
  /** A hint for messages about a value that cannot be read: the project may use this key for itself. */
  mistaken?: string;
  /**
   * True for settings of another provider. If another source chose the way to sign in, only tenant and application are
   * read from this one.
   */
  isForeign?: true;
}

/** A value of the stack's configuration by its whole key. */
export type ReadConfig = (key: string) => string | undefined;

/** An empty value is treated as unset: pipelines set a variable to "" if its secret does not exist. */
function unlessEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value;
}

export function environmentSource(env: NodeJS.ProcessEnv): SettingsSource {
  return { get: (name) => unlessEmpty(env[environmentName(name)]), called: environmentName };
}

export const configSource = (config: ReadConfig, project?: string): SettingsSource => ({
  get: (name) => unlessEmpty(config(configKey(name))),
  called: configKey,
  mistaken: project === NAMESPACE ? OWN_KEY : undefined,
});

/** The settings of the bridged provider that are also settings here. */
export const bridgeSource = (config: ReadConfig, project?: string): SettingsSource => ({
  get: (name) => {
    const key = bridgeKey(name);
    return key === undefined ? undefined : unlessEmpty(config(key));
  },
  called: (name) => bridgeKey(name) ?? configKey(name),
  isForeign: true,
  mistaken: project === BRIDGE_NAMESPACE ? OWN_KEY : undefined,
});

const OWN_KEY =
  " The project has the name of this namespace. If the key is the project's own, rename it, because this package reads its settings from here.";

/** A FabricProvider's arguments have the keys of a configuration. */
export const argumentsSource = (config: ReadConfig): SettingsSource => ({
  get: (name) => unlessEmpty(config(configKey(name))),
  called: (name) => `${name} of the ${spelled().provider}`,
});

/** Returns the sources in order. A switch that a nearer source sets to false is off in all later ones. */
export const inOrder = (sources: readonly SettingsSource[]): SettingsSource[] =>
  sources.map((source, index) => {
    const nearer = sources.slice(0, index);
    const isOff = (name: SettingName) => isSwitch(name) && nearer.some((one) => readBoolean(one, name) === false);
    return { ...source, get: (name) => (isOff(name) ? undefined : source.get(name)) };
  });

/**
 * Returns a source whose identity settings are the `run...` settings of the given one. The tenant is shared unless it
 * has its own setting.
 */
export function prefixed(source: SettingsSource): SettingsSource {
  const isIdentity = (name: string): name is IdentitySettingName => identitySettingNames.some((n) => n === name);
  return {
    ...source,
    get: (name) =>
      isIdentity(name)
        ? (source.get(runSettingName(name)) ?? (name === "tenantId" ? source.get(name) : undefined))
        : source.get(name),
    called: (name) => source.called(isIdentity(name) ? runSettingName(name) : name),
  };
}

/** Returns the value from the first source that has the setting. */
export function find(sources: readonly SettingsSource[], name: SettingName): Found | undefined {
  for (const source of sources) {
    const value = source.get(name);
    if (value !== undefined) return { value, called: source.called(name), mistaken: source.mistaken };
  }
  return undefined;
}

/** A value, and the setting's name in its source. */
export interface Found {
  value: string;
  called: string;
  mistaken?: string;
}

/** Returns the error of a value that cannot be read. `must` says what it must be. */
export const unreadable = ({ called, mistaken = "" }: Omit<Found, "value">, must: string): SettingsError =>
  new SettingsError(`${called} must ${must}.${mistaken}`);

/** Returns true, false, or undefined if the setting is not set. Throws a SettingsError for any other value. */
export function readBoolean(source: SettingsSource, name: SettingName): boolean | undefined {
  const value = source.get(name)?.trim().toLowerCase();
  if (value === undefined) return undefined;
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw unreadable({ called: source.called(name), mistaken: source.mistaken }, "be true or false");
}

/** Reads the settings of one identity: plain names for the first, names with `run` for the second. */
export interface IdentityReader {
  /** The source whose way to sign in is used. */
  source: SettingsSource;
  get(name: IdentitySettingName): string | undefined;
  /** Returns the value of that source, or of any other, so that a rotated secret can be given alone. */
  anywhere(name: IdentitySettingName): string | undefined;
  called(name: IdentitySettingName): string;
}

export function contradiction(source: SettingsSource, one: IdentitySettingName, two: IdentitySettingName): Error {
  return new SettingsError(
    `${source.called(one)} and ${source.called(two)} are both set, and each chooses another way to sign in: ` +
      "keep one of them.",
  );
}
