import { spelled } from "../common/spelling";
import { harmless } from "../common/harmless";
import { unknownKeyText } from "../common/unknownKeys";
import { NAMESPACE, settingNames, UNKNOWN_ARGUMENTS } from "../settingNames";
import type { ReadConfig } from "./settingsSource";

/**
 * Returns one line for each argument of the FabricProvider that is not a setting. If they were ignored, another source
 * would give these values.
 */
export const unknownArguments = ({ config }: { config: ReadConfig }): string[] =>
  (config(`${NAMESPACE}:${UNKNOWN_ARGUMENTS}`) ?? "")
    .split(",")
    .filter((name) => name !== "")
    .map((name) => `${harmless(name)} of the ${spelled().provider} ${unknownKeyText(name, settingNames)}`);
