import { harmless } from "../common/harmless";
import { didYouMean, nearest } from "../common/nearest";
import { configNames, NAMESPACE, unknownSetting, type ConfigName } from "../settingNames";
import { howToMove, type Given } from "./misplacedSettings";

/**
 * Returns problems of the keys in this package's namespace that are not settings, by key. `refused`: the key is similar
 * to a setting's name, and without it another identity could sign in. A project with the namespace's name has its own
 * keys there.
 */
export function misspeltSettings({ keys, config, project }: Omit<Given, "env"> & { keys: readonly string[] }): {
  refused: Record<string, string>;
  ignored: Record<string, string>;
} {
  const found = { refused: {} as Record<string, string>, ignored: {} as Record<string, string> };
  if (project === NAMESPACE) return found;
  for (const key of keys) {
    const name = unknownSetting(key);
    if (name === undefined || (config(key) ?? "").trim() === "") continue;
    const near = nearest(name, configNames);
    // Suggest a command only for keys that need no quotes in a shell.
    const move = near.length > 0 && /^[\w:.-]+$/.test(key) ? ` ${howToMove(near[0] as ConfigName, key)}` : "";
    const line = `${harmless(key)} is not a setting; ${didYouMean(name, configNames)}${move}`;
    found[near.length > 0 ? "refused" : "ignored"][key] = line;
  }
  return found;
}
