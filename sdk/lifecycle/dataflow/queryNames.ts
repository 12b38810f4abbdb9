import { isObject } from "../values";

/** The queries whose fingerprints differ: changed, added and removed ones. */
export function changedNames(before: unknown, after: unknown): string[] {
  const [a, b] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}
