import {
  BRIDGE_NAMESPACE,
  configKey,
  identitySettingNames,
  misplacedKeys,
  runSettingName,
  secretSettingNames,
  settingOf,
  type ConfigName,
  type IdentitySettingName,
  type SettingName,
} from "../settingNames";
import { chooser } from "./identityChoice";
import { configSource, environmentSource, prefixed, type ReadConfig, type SettingsSource } from "./settingsSource";

export interface Given {
  config: ReadConfig;
  env: NodeJS.ProcessEnv;
  /** Name of the Pulumi project. A project named `fabric` has its own keys in that namespace. */
  project?: string;
}

/** Returns one line for each setting in the wrong namespace. `refused`: without it another identity would sign in. */
export function misplacedSettings({ config, env, project }: Given): { refused: string[]; ignored: string[] } {
  const found = { refused: [] as string[], ignored: [] as string[] };
  if (project === BRIDGE_NAMESPACE) return found;
  const nearer = [environmentSource(env), configSource(config)];
  for (const { name, key } of misplacedKeys) {
    if ((config(key) ?? "").trim() === "") continue;
    const line = `${key} is not read: ${configKey(name)} is the setting's key. ${howToMove(name, key)}`;
    found[decides(name, nearer) ? "refused" : "ignored"].push(line);
  }
  return found;
}

/** Returns the command that moves a value of the configuration to another key. */
export function howToMove(name: ConfigName, key: string): string {
  const secret = (secretSettingNames as readonly string[]).includes(name) ? "--secret " : "";
  return `Move it: \`pulumi config get ${key} | pulumi config set ${secret}${configKey(name)} && pulumi config rm ${key}\`.`;
}

/** True if this setting, if it were read, would decide who signs in or where. A nearer source has precedence. */
function decides(name: SettingName, nearer: readonly SettingsSource[]): boolean {
  if (nearer.some((source) => source.get(name) !== undefined)) return false;
  if (name === "authorityHost") return true;
  const isFirst = (identitySettingNames as readonly SettingName[]).includes(name);
  const identity = isFirst ? name : identitySettingNames.find((one) => runSettingName(one) === name);
  if (identity === undefined) return false;
  const { chooses } = settingOf(identity as IdentitySettingName);
  const choice = nearer.map((source) => chooser(isFirst ? source : prefixed(source))).find((one) => one !== undefined);
  return choice === undefined || chooses === undefined || chooses === choice[1];
}
