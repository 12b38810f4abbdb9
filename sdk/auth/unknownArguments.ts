import { spelled } from "../common/door";
import { harmless } from "../common/harmless";
import { strangerText } from "../common/strangers";
import { NAMESPACE, settingNames, UNKNOWN_ARGUMENTS } from "../settingNames";
import type { ReadConfig } from "./settingsSource";

/**
 * Returns one line for each argument of the FabricProvider that is not a setting. Otherwise another source would decide
 * what it was to set.
 */
export const unknownArguments = ({ config }: { config: ReadConfig }): string[] =>
  (config(`${NAMESPACE}:${UNKNOWN_ARGUMENTS}`) ?? "")
    .split(",")
    .filter((name) => name !== "")
    .map((name) => `${harmless(name)} of the ${spelled().provider} ${strangerText(name, settingNames)}`);
