import { Unreadable } from "./cursor";
import { freeNamesOf, letStepsOf, type LetSteps, type NameUse } from "./letSteps";
import { readMember } from "./read";
import { tableReferencesOf, type TableReference } from "./tableReferences";

/** The facts of a member that a review needs in addition to `MemberFacts`. */
export interface MemberOutline {
  /** Undefined if the query has no steps, or cannot be read. */
  steps: LetSteps | undefined;
  tables: readonly TableReference[];
  /** Places at which it names other queries or the library, in the order of the text. */
  freeNames: readonly NameUse[];
}

/** Returns the outline of a member. Empty if the member cannot be read. */
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
