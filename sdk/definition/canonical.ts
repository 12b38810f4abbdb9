/**
 * Forms in which two texts of equal meaning are equal. The service serialises definitions again, and some details come
 * back differently: line endings, a byte order mark, the order of JSON keys, white space and optional settings at their
 * default.
 */

/** Returns M text without everything that the service's serialisation may change. */
export const canonicalText = (text: string): string =>
  text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .trim();

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
