import { environmentName, type IdentitySettingName, type SettingName } from "../settingNames";

/** Settings that contradict each other, miss something, or have a value that cannot be read. */
export class SettingsError extends Error {
  /** For logs; use `instanceof` to tell errors apart. */
  override readonly name = "SettingsError";
}

/** One place that settings come from: the environment, the stack's configuration, or a FabricProvider's arguments. */
export interface SettingsSource {
  get(name: SettingName): string | undefined;
  /** What somebody calls the setting in this place, for messages. */
  called(name: SettingName): string;
}

/** An empty value counts as unset: pipelines set variables to "" when a secret is not there. */
function unlessEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value;
}

export function environmentSource(env: NodeJS.ProcessEnv): SettingsSource {
  return { get: (name) => unlessEmpty(env[environmentName(name)]), called: environmentName };
}

export function configSource(config: (key: string) => string | undefined): SettingsSource {
  return { get: (name) => unlessEmpty(config(name)), called: (name) => `fabric:${name}` };
}

export function argumentsSource(config: (key: string) => string | undefined): SettingsSource {
  return { get: (name) => unlessEmpty(config(name)), called: (name) => `${name} of the FabricProvider` };
}

/** The first source that has the setting, and its value there. */
export function find(
  sources: readonly SettingsSource[],
  name: SettingName,
): { value: string; called: string } | undefined {
  for (const source of sources) {
    const value = source.get(name);
    if (value !== undefined) return { value, called: source.called(name) };
  }
  return undefined;
}

/** true, false, or undefined where the source does not say. Throws a SettingsError for anything else. */
export function readBoolean(source: SettingsSource, name: SettingName): boolean | undefined {
  const value = source.get(name)?.trim().toLowerCase();
  if (value === undefined) return undefined;
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw new SettingsError(`${source.called(name)} must be true or false.`);
}

/** Reads the settings of one identity: plain names for the first, names with `run` for the second. */
export interface IdentityReader {
  /** The source whose method counts. */
  source: SettingsSource;
  get(name: IdentitySettingName): string | undefined;
  /** The value in that source or, so that a rotated secret alone can be given, in any other. */
  anywhere(name: IdentitySettingName): string | undefined;
  called(name: IdentitySettingName): string;
}

export function contradiction(source: SettingsSource, one: IdentitySettingName, two: IdentitySettingName): Error {
  return new SettingsError(
    `${source.called(one)} and ${source.called(two)} are both set, and each is a way to sign in of its own: ` +
      "keep one of them.",
  );
}
