import { spelled } from "../common/door";
import { harmless } from "../common/harmless";
import { strangerText } from "../common/strangers";
import { NAMESPACE, settingNames, UNKNOWN_ARGUMENTS } from "../settingNames";
import type { ReadConfig } from "./settingsSource";

/** One line for each argument of the FabricProvider that is not a setting: what it was to set would come from somewhere else. */
export const unknownArguments = ({ config }: { config: ReadConfig }): string[] =>
  (config(`${NAMESPACE}:${UNKNOWN_ARGUMENTS}`) ?? "")
    .split(",")
    .filter((name) => name !== "")
    .map((name) => `${harmless(name)} of the ${spelled().provider} ${strangerText(name, settingNames)}`);
