import { harmless } from "./harmless";

/** Returns the message of anything that was thrown. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Returns the text, or its beginning if it is longer than `most` characters. */
export const beginning = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}...` : text;

/** Returns names for the end of a clause: ` (A, B)`; nothing if there are none. */
export const inParentheses = (names: readonly string[]): string =>
  names.length > 0 ? ` (${names.map(harmless).join(", ")})` : "";

/** `1 row`, `2 rows`. */
export const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

/** `A, B or C` */
export const either = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : names.join("");
