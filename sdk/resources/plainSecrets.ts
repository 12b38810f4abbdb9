import * as pulumi from "@pulumi/pulumi";
import { secretSettingNames } from "../settingNames";

const NAMESPACE = "fabric";

/** Runs of a program that were looked at: an Automation API process runs many, and each declares many resources. */
const lookedAt = new WeakSet<object>();
const outsideOfPulumi = {};

/**
 * Warns of a secret setting that the stack's configuration has in clear: the file is committed, and the state keeps the setting in clear too.
 * Only the program can tell: the provider gets every setting decrypted.
 */
export function warnOfPlainSecrets(): void {
  const run = pulumi.runtime.getMonitor() ?? outsideOfPulumi;
  if (lookedAt.has(run)) return;
  lookedAt.add(run);
  for (const line of plainSecrets((key) => pulumi.runtime.getConfig(key), isSecret)) void pulumi.log.warn(line);
}

/** One line for each secret setting in clear, with the command that encrypts it. */
export const plainSecrets = (get: (key: string) => string | undefined, isSecret: (key: string) => boolean): string[] =>
  secretSettingNames
    .map((name) => `${NAMESPACE}:${name}`)
    .filter((key) => (get(key) ?? "").trim() !== "" && !isSecret(key))
    .map(
      (key) =>
        `${key} is a secret, and stands in clear in the stack's configuration and in its state. Give the value anew by ` +
        `\`pulumi config set --secret ${key}\`, and replace it where it was made, if the file was shared.`,
    );

/** The SDK's own, which its types do not show. One that lacks it tells nothing. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret ? isConfigSecret(key) : true;
}
