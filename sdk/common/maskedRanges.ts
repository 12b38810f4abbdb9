/** A part of a text that is hidden. */
export interface Range {
  start: number;
  end: number;
  /** The name to show in its place. */
  name: string;
}

/** Returns where a form occurs between the given quotes, which stay. */
export function rangesOf(text: string, form: string, name: string, open = "", close = ""): Range[] {
  const wanted = open + form + close;
  const found: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
    found.push({ start: at + open.length, end: at + open.length + form.length, name });
  return found;
}

/** A form in which a value may be written. */
export interface Written {
  name: string;
  form: string;
}

const ELLIPSIS = /\.{3,}|\u2026/g;

/**
 * Finds forms by their first and last `least` characters, so that a text is searched once however many forms there are.
 * No form is shorter than `least`.
 */
export class FormIndex {
  private readonly byStart = new Map<string, Written[]>();
  private readonly byEnd = new Map<string, Written[]>();

  constructor(
    forms: readonly Written[],
    private readonly least: number,
  ) {
    for (const one of forms) {
      add(this.byStart, one.form.slice(0, least), one);
      add(this.byEnd, one.form.slice(-least), one);
    }
  }

  /**
   * Returns where whole forms occur, and parts of forms where the text was cut: their beginning before such a place, or
   * their end after it.
   */
  rangesIn(text: string): Range[] {
    if (this.byStart.size === 0) return [];
    const { least } = this;
    const ellipses = [...text.matchAll(ELLIPSIS)].map(({ index, 0: dots }) => ({
      from: index,
      to: index + dots.length,
    }));
    const cutAt = [...ellipses.map(({ from }) => from), text.length];
    const goesOnAt = ellipses.map(({ to }) => to);
    const found: Range[] = [];
    for (let at = 0, behind = least; behind <= text.length; at++, behind++) {
      const characters = text.slice(at, behind);
      for (const { form, name } of this.byStart.get(characters) ?? []) {
        const length = longest(form.length, (count) => text.startsWith(form.slice(0, count), at));
        const end = length === form.length ? at + length : lastUpTo(cutAt, at + length);
        if (end !== undefined && end >= behind) found.push({ start: at, end, name });
      }
      if (goesOnAt.length === 0) continue;
      for (const { form, name } of this.byEnd.get(characters) ?? []) {
        const length = longest(form.length, (count) => text.endsWith(form.slice(-count), behind));
        const start = firstFrom(goesOnAt, behind - length);
        if (start !== undefined && start <= at) found.push({ start, end: behind, name });
      }
    }
    return found;
  }
}

function add(to: Map<string, Written[]>, key: string, one: Written): void {
  const same = to.get(key);
  if (same) same.push(one);
  else to.set(key, [one]);
}

/** Returns the greatest count up to `most` for which `holds` is true. It is true for 1, and for each smaller count. */
function longest(most: number, holds: (count: number) => boolean): number {
  if (holds(most)) return most;
  let [low, high] = [1, most];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Returns the last of ascending places that is not greater than `most`. */
const lastUpTo = (places: readonly number[], most: number): number | undefined =>
  places[firstIndex(places, (place) => place > most) - 1];

/** Returns the first of ascending places that is not less than `least`. */
const firstFrom = (places: readonly number[], least: number): number | undefined =>
  places[firstIndex(places, (place) => place >= least)];

/**
 * Returns the index of the first place for which `holds` is true, as it is for all later ones; the number of places if
 * there is none.
 */
function firstIndex(places: readonly number[], holds: (place: number) => boolean): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(places[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
