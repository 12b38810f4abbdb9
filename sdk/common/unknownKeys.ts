/** Returns the keys of an object that are set and unknown. */
export const unknownKeys = (given: object, known: readonly string[]): string[] =>
  Object.entries(given)
    .filter(([name, value]) => value !== undefined && !known.includes(name))
    .map(([name]) => name);

/** Returns a hint for an unknown name: similar names, or all names. */
export function unknownKeyText(name: string, known: readonly string[]): string {
  const { didYouMean } = require("./nearest") as typeof import("./nearest");
  return `is unknown; ${didYouMean(name, known)}`;
}
