/** The longest key, in characters. */
const LONGEST_KEY = 64;

/** A text to look for. */
export interface Findable {
  find: string;
}

/** Finds many texts in one pass: the leftmost first, and the longest of those that begin at one place. No text may be empty. */
export class TextFinder<Wanted extends Findable> {
  private readonly keyLength: number;
  /** Texts by their first characters, the longest first. */
  private readonly byKey = new Map<string, Wanted[]>();

  constructor(wanted: readonly Wanted[]) {
    this.keyLength = wanted.reduce((least, { find }) => Math.min(least, find.length), LONGEST_KEY);
    for (const one of [...wanted].sort((a, b) => b.find.length - a.find.length)) {
      const key = one.find.slice(0, this.keyLength);
      const same = this.byKey.get(key);
      if (same) same.push(one);
      else this.byKey.set(key, [one]);
    }
  }

  /** Yields the matches in a text; they do not overlap. */
  *matches(text: string): Generator<{ start: number; one: Wanted }> {
    if (this.byKey.size === 0) return;
    for (let start = 0; start + this.keyLength <= text.length;) {
      const candidates = this.byKey.get(text.slice(start, start + this.keyLength));
      const one = candidates?.find(({ find }) => text.startsWith(find, start));
      if (one) yield { start, one };
      start += one ? one.find.length : 1;
    }
  }
}
