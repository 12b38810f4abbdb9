/**
 * Forms in which two texts of equal meaning are equal. The service re-serialises what it is sent: line endings, a byte order
 * mark, JSON key order and white space, and optional settings at their default come back differently.
 */

/** M text without what a re-serialisation may change. */
export const canonicalText = (text: string): string =>
  text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .trim();

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Settings of `queryMetadata.json` that the service drops, or adds, when they have these values. */
const DEFAULTS: Readonly<Record<string, Json>> = {
  loadEnabled: true,
  isHidden: false,
  fastCombine: false,
  allowNativeQueries: true,
  skipAutomaticTypeAndHeaderDetection: false,
  parametric: false,
  documentLocale: "en-US",
};

const isEmpty = (value: Json): boolean =>
  value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** Keys sorted, defaults and empty values left out, at every depth. */
export function canonicalJson(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonicalJson);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value)
    .filter(([key, entry]) => !(key in DEFAULTS && DEFAULTS[key] === entry))
    .map(([key, entry]) => [key, canonicalJson(entry)] as const)
    .filter(([, entry]) => !isEmpty(entry))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
