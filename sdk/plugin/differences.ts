import { assetHashes } from "../definition/assets";
import { isArchive, isAsset, isChecked } from "../definition/engineAssets";
import { equal, isObject } from "../common/objects";
import type { Props } from "../lifecycle/values";

/** One place where inputs differ, as a preview shows it. */
export interface Difference {
  /** For example `queries.Orders` or `connections["sql;db"]`. */
  path: string;
  kind: "add" | "delete" | "update";
}

/** Returns the places where two sets of inputs differ. Keys with two leading underscores are the package's own and never shown. */
export function differences(olds: Props, news: Props): Difference[] {
  return below(olds, news, "");
}

function below(olds: Props, news: Props, path: string): Difference[] {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((key) => !key.startsWith("__"));
  return keys.flatMap((key) => at(olds[key], news[key], `${path}${step(key, path === "")}`));
}

function at(old: unknown, now: unknown, path: string): Difference[] {
  if (now === undefined) return old === undefined ? [] : [{ path, kind: "delete" }];
  if (old === undefined) return [{ path, kind: "add" }];
  // The path of the content. For the path of the object around it, a preview would show the mark, too. A definition that is not written yet
  // has no content and equals none.
  if (hasContent(old) && hasContent(now)) return at(old.content, now.content, `${path}.content`);
  if (isContent(old) || isContent(now)) return sameContent(old, now) ? [] : [{ path, kind: "update" }];
  if (isObject(old) && isObject(now)) return below(old, now, path);
  return equal(old, now) ? [] : [{ path, kind: "update" }];
}

const hasContent = (value: unknown): value is { content: unknown } => isChecked(value) && value.content !== undefined;
const isContent = (value: unknown): boolean => isAsset(value) || isArchive(value) || isChecked(value);

function sameContent(old: unknown, now: unknown): boolean {
  const hashes = assetHashes(now);
  return hashes !== undefined && hashes === assetHashes(old);
}

/** https://www.pulumi.com/docs/iac/concepts/miscellaneous/property-paths/ */
function step(key: string, isFirst: boolean): string {
  if (/^[A-Za-z_$][\w$]*$/.test(key)) return isFirst ? key : `.${key}`;
  return `["${key.replaceAll('"', '\\"')}"]`;
}
