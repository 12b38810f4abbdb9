/** A part of a text that is hidden. */
export interface Range {
  start: number;
  end: number;
  /** What is shown in its place. */
  name: string;
}

/** Where a form stands, between the given quotes, which stay. */
export function rangesOf(text: string, form: string, name: string, open = "", close = ""): Range[] {
  const wanted = open + form + close;
  const found: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
    found.push({ start: at + open.length, end: at + open.length + form.length, name });
  return found;
}

const ELLIPSIS = /\.{3,}|\u2026/g;

/** What is left of a form at the places where the text was cut: its beginning before such a place, or its end behind it. */
export function cutRanges(text: string, form: string, name: string, least: number): Range[] {
  if (form.length <= least) return [];
  const ellipses = [...text.matchAll(ELLIPSIS)].map(({ index, 0: dots }) => ({ from: index, to: index + dots.length }));
  const ends = new Set([...ellipses.map(({ from }) => from), text.length]);
  const starts = new Set(ellipses.map(({ to }) => text.length - to));
  return [
    ...beginningsBefore(text, form, ends, least),
    ...beginningsBefore(reversed(text), reversed(form), starts, least).map(({ start, end }) => ({
      start: text.length - end,
      end: text.length - start,
    })),
  ].map((range) => ({ ...range, name }));
}

const reversed = (text: string): string => text.split("").reverse().join("");

/** The longest beginnings of a form that end at given places. By Knuth, Morris and Pratt: one step a character, whatever repeats. */
function beginningsBefore(
  text: string,
  form: string,
  places: ReadonlySet<number>,
  least: number,
): { start: number; end: number }[] {
  if (places.size === 0 || !text.includes(form.slice(0, least))) return [];
  const shorter = borders(form);
  const found: { start: number; end: number }[] = [];
  let length = 0;
  for (let end = 1; end <= text.length; end++) {
    if (length === form.length) length = shorter[length - 1] as number;
    while (length > 0 && form[length] !== text[end - 1]) length = shorter[length - 1] as number;
    if (form[length] === text[end - 1]) length++;
    if (length >= least && places.has(end)) found.push({ start: end - length, end });
  }
  return found;
}

/** For each beginning of a text, the longest shorter one that it ends with. */
function borders(text: string): Int32Array {
  const lengths = new Int32Array(text.length);
  for (let i = 1, length = 0; i < text.length; i++) {
    while (length > 0 && text[i] !== text[length]) length = lengths[length - 1] as number;
    if (text[i] === text[length]) length++;
    lengths[i] = length;
  }
  return lengths;
}
