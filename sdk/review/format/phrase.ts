/** A text from the files: a name, a value, a path. Each format escapes it in its own way. */
export interface Data {
  data: string;
}

/** A sentence of a report: our own words, which are safe in every format, and data, which are not. */
export type Phrase = readonly (string | Data)[];

export const data = (text: string): Data => ({ data: shortened(text) });

/** The longest shown text, in characters: lines and names of the M can have 500,000, which no terminal and no comment shows. */
const LONGEST = 1_000;

/** Returns a text from the files, cut if it is too long to read. */
export const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length - LONGEST} more characters)` : text;

/** Makes a phrase of our own words. A text between them is data. A phrase between them stays as it is. */
export function say(words: TemplateStringsArray, ...values: (string | number | Phrase)[]): Phrase {
  return words.flatMap((text, index): (string | Data)[] => {
    const value = values[index];
    if (value === undefined) return [text];
    if (typeof value === "number") return [text, String(value)];
    return typeof value === "string" ? [text, data(value)] : [text, ...value];
  });
}

/** Makes a phrase of our own words alone. Never use it for a text from the files. */
export const own = (text: string): Phrase => [text];

/** Joins phrases with a separator. */
export const joined = (phrases: readonly Phrase[], separator: string): Phrase =>
  phrases.flatMap((phrase, index) => (index === 0 ? phrase : [separator, ...phrase]));

/** Returns a list like `A, B and 3 more`, or `none`. */
export function list(names: readonly string[], most: number): Phrase {
  if (names.length === 0) return own("none");
  const shown = joined(
    names.slice(0, most).map((name) => [data(name)]),
    ", ",
  );
  return names.length > most ? [...shown, ` and ${names.length - most} more`] : shown;
}

/** The most changes of one kind in a log or a comment: nobody reads more. */
export const MAX_LISTED = 100;

/** Returns the text after the first changes, which counts the rest. */
export const moreText = (left: number): string => `and ${left} more; --format json has them all`;

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
