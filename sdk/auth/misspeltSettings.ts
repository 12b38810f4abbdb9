import { harmless } from "../common/harmless";
import { didYouMean, nearest } from "../common/nearest";
import { configNames, NAMESPACE, unknownSetting, type ConfigName } from "../settingNames";
import { howToMove, type Given } from "./misplacedSettings";

/**
 * What is wrong with each key of this package's namespace that is not a setting, by its key. `refused`: it is like the name of one, which would go on
 * without what the key says: as somebody else, say. A project of that name has its own keys there.
 */
export function misspeltSettings({ keys, config, project }: Omit<Given, "env"> & { keys: readonly string[] }): {
  refused: Record<string, string>;
  ignored: Record<string, string>;
} {
  const answer = { refused: {} as Record<string, string>, ignored: {} as Record<string, string> };
  if (project === NAMESPACE) return answer;
  for (const key of keys) {
    const name = unknownSetting(key);
    if (name === undefined || (config(key) ?? "").trim() === "") continue;
    const near = nearest(name, configNames);
    // A key is quoted in a command only if no shell reads anything else in it.
    const move = near.length > 0 && /^[\w:.-]+$/.test(key) ? ` ${howToMove(near[0] as ConfigName, key)}` : "";
    const line = `${harmless(key)} is not a setting; ${didYouMean(name, configNames)}${move}`;
    answer[near.length > 0 ? "refused" : "ignored"][key] = line;
  }
  return answer;
}
