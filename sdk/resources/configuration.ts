import * as pulumi from "@pulumi/pulumi";
import { bridgeKey, configKey, misplacedKeys, secretSettingNames, unknownSetting } from "../settingNames";
import { declareFailed } from "./failedInputs";

/**
 * Runs of a program whose configuration was checked. An Automation API process runs many programs, and each declares
 * many resources.
 */
const checkedRuns = new WeakSet<object>();
const outsideOfPulumi = {};

/**
 * Checks the stack's configuration once for all resources:
 * - It warns of a secret setting in clear: the file is committed, and the state keeps the setting in clear too.
 * - It warns of settings in the bridged provider's namespace.
 * - It refuses a misspelt name, and warns of a name that is similar to no setting.
 *
 * Only the program can check this: the provider gets every setting decrypted, and no list of the keys.
 */
export function judgeConfiguration(): void {
  const run = pulumi.runtime.getMonitor() ?? outsideOfPulumi;
  if (checkedRuns.has(run)) return;
  checkedRuns.add(run);
  const config = (key: string) => pulumi.runtime.getConfig(key);
  const { refused, ignored } = misspelt(config);
  const warnings = [...plainSecrets(config, isSecret), ...ignoredSettings(config), ...Object.values(ignored)];
  for (const line of warnings) void pulumi.log.warn(line);
  for (const [key, line] of Object.entries(refused))
    declareFailed({ type: "Settings", lifecycle: "dataflow" }, key, { [key]: line });
}

function misspelt(config: (key: string) => string | undefined): Record<"refused" | "ignored", Record<string, string>> {
  const keys = Object.keys(pulumi.runtime.allConfig()).filter(unknownSetting);
  if (keys.length === 0) return { refused: {}, ignored: {} };
  const { misspeltSettings } = require("../auth/misspeltSettings") as typeof import("../auth/misspeltSettings");
  return misspeltSettings({ config, keys, project: pulumi.getProject() });
}

/** Returns one line for each setting in the bridged provider's namespace that `check` does not refuse. */
function ignoredSettings(config: (key: string) => string | undefined): string[] {
  if (!misplacedKeys.some(({ key }) => config(key) !== undefined)) return [];
  const { misplacedSettings } = require("../auth/misplacedSettings") as typeof import("../auth/misplacedSettings");
  return misplacedSettings({ config, env: process.env, project: pulumi.getProject() }).ignored;
}

/** Returns one line for each secret setting in clear, with the command that encrypts it. */
export const plainSecrets = (get: (key: string) => string | undefined, isSecret: (key: string) => boolean): string[] =>
  secretSettingNames
    .flatMap((name) => [configKey(name), bridgeKey(name) ?? []].flat())
    .filter((key) => (get(key) ?? "").trim() !== "" && !isSecret(key))
    .map(
      (key) =>
        `${key} is a secret, and is in clear in the stack's configuration and state. Run ` +
        `\`pulumi config set --secret ${key}\`. If the file was shared, also create a new secret.`,
    );

/** The SDK's own function, which its types do not show. If the SDK lacks it, nothing is reported. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret ? isConfigSecret(key) : true;
}
