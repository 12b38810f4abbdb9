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
