/** A text from the files: a name, a value, a path. Each format escapes it in its own way. */
export interface Data {
  data: string;
}

/** A sentence of a report: our own words, which are safe in every format, and data, which is not. */
export type Phrase = readonly (string | Data)[];

export const data = (text: string): Data => ({ data: shortened(text) });

/** In characters: the M has lines and names of up to 500,000, which no terminal and no comment shows. */
const LONGEST = 1_000;

/** A text from the files, cut where it is too long to be read. */
export const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length - LONGEST} more characters)` : text;

/** Our own words; every value between them that is no phrase itself is data. */
export function say(words: TemplateStringsArray, ...values: (string | number | Phrase)[]): Phrase {
  return words.flatMap((text, index): (string | Data)[] => {
    const value = values[index];
    if (value === undefined) return [text];
    if (typeof value === "number") return [text, String(value)];
    return typeof value === "string" ? [text, data(value)] : [text, ...value];
  });
}

/** Our own words alone. Never for a text from the files. */
export const own = (text: string): Phrase => [text];

/** Phrases with a separator of our own between them. */
export const joined = (phrases: readonly Phrase[], separator: string): Phrase =>
  phrases.flatMap((phrase, index) => (index === 0 ? phrase : [separator, ...phrase]));

/** `A, B and 3 more` */
export function list(names: readonly string[], most: number): Phrase {
  const shown = joined(
    names.slice(0, most).map((name) => [data(name)]),
    ", ",
  );
  return names.length > most ? [...shown, ` and ${names.length - most} more`] : shown;
}

/** More changes of one kind than this nobody reads in a log or a comment. */
export const MOST_LISTED = 100;

/** What stands behind the first of them. */
export const moreText = (left: number): string => `and ${left} more; --format json has them all`;

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
