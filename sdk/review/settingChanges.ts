import { equal } from "../common/objects";
import type { Json } from "../definition/canonical";
import type { JsonObject } from "../definition/json";
import type { Literal } from "../definition/m/literals";
import type { SettingChange } from "./document";
import { suggestsSecret } from "./hideSecrets";

export type Values = Readonly<Record<string, Literal | Json | undefined>>;

/**
 * Returns the differences of two sets of values, by name. Null and empty texts, lists and objects are the same as no value. A value is hidden if its
 * name, or the name of its owner, suggests a secret.
 */
export function settingChanges(before: Values, after: Values, owner = ""): SettingChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): SettingChange[] => {
    const [old, now] = [valueOf(before, name), valueOf(after, name)];
    if (equal(old, now)) return [];
    if (suggestsSecret(owner) || suggestsSecret(name)) return [{ name, hidden: true }];
    return [{ name, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) }];
  });
}

function valueOf(values: Values, name: string): Literal | undefined {
  if (!Object.hasOwn(values, name)) return undefined;
  const value = values[name];
  const isNothing =
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0);
  return isNothing ? undefined : (value as Literal);
}

/** Returns the values, with the service's defaults for those that are missing. */
export const withDefaults = (values: JsonObject, defaults: Readonly<JsonObject>): Values => ({
  ...defaults,
  ...values,
});
