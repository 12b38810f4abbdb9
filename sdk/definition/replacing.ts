import { LIMITS } from "./limits";
import { TextFinder } from "./textFinder";

/** A text that is looked for, and what came of it. */
export interface Wanted {
  find: string;
  value: string;
  times: number | undefined;
  found: number;
  isSecret: boolean;
  /** Where a secret one takes the place of a name or of code. */
  asName?: string;
}

/** What was replaced so far, in all texts of a definition. */
export class Replacing {
  private readonly finder: TextFinder<Wanted>;
  private grownBy = 0;

  constructor(readonly wanted: readonly Wanted[]) {
    this.finder = new TextFinder(wanted);
  }

  /** Where the texts stand, none within another. Throws a RangeError if the definition would become larger than one may be. */
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
