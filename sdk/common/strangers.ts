/** Names of an object that are set and not among those that are known. */
export const strangers = (given: object, known: readonly string[]): string[] =>
  Object.entries(given)
    .filter(([name, value]) => value !== undefined && !known.includes(name))
    .map(([name]) => name);

/** What to say of a name that nobody knows: the near ones, or all there are. */
export function strangerText(name: string, known: readonly string[]): string {
  const { didYouMean } = require("./nearest") as typeof import("./nearest");
  return `is unknown; ${didYouMean(name, known)}`;
}
