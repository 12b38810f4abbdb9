import { LIMITS } from "./limits";
import { TextFinder } from "./textFinder";

/** A text to replace, and how often it was found. */
export interface Wanted {
  find: string;
  value: string;
  times: number | undefined;
  found: number;
  isSecret: boolean;
  /** The place at which a secret value would replace a name or code. */
  asName?: string;
}

/** Finds and counts the texts to replace in all texts of a definition. */
export class Replacing {
  private readonly finder: TextFinder<Wanted>;
  private grownBy = 0;

  constructor(readonly wanted: readonly Wanted[]) {
    this.finder = new TextFinder(wanted);
  }

  /** Returns the matches in a text; they do not overlap. Throws a `RangeError` if the definition would become too large. */
  matchesIn(text: string): { start: number; one: Wanted }[] {
    const found: { start: number; one: Wanted }[] = [];
    for (const match of this.finder.matches(text)) {
      match.one.found++;
      this.grownBy += match.one.value.length - match.one.find.length;
      if (this.grownBy > LIMITS.definitionBytes) throw new RangeError("too long");
      found.push(match);
    }
    return found;
  }
}
