import { Unreadable } from "./cursor";
import { freeNamesOf, letStepsOf, type LetSteps, type NameUse } from "./letSteps";
import { readMember } from "./read";
import { tableReferencesOf, type TableReference } from "./tableReferences";

/** What a review shows of a member, beyond what a deployment needs to know of it (`MemberFacts`). */
export interface MemberOutline {
  /** Undefined if the query has no steps, or cannot be read. */
  steps: LetSteps | undefined;
  tables: readonly TableReference[];
  /** Each place at which it names other queries or the library, in the order of the text. */
  freeNames: readonly NameUse[];
}

/** The outline of a member, as far as it can be read. */
export function outlineOf(memberText: string): MemberOutline {
  try {
    const { value } = readMember(memberText);
    return {
      steps: letStepsOf(value, memberText),
      tables: tableReferencesOf(value),
      freeNames: freeNamesOf(value, memberText),
    };
  } catch (error) {
    if (error instanceof Unreadable) return { steps: undefined, tables: [], freeNames: [] };
    throw error;
  }
}
