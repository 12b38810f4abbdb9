import type { LetSteps } from "../definition/m/letSteps";
import type { Edit, Span } from "../definition/m/positions";

/** The steps of one side, with the text of the member that they are offsets of. */
export interface StepsSide extends LetSteps {
  text: string;
  /** Where it names renamed queries, with their new names. */
  renamed?: readonly Edit[];
}

/** The edits that lie within a stretch. */
export const renamedIn = ({ renamed = [] }: StepsSide, { start, end }: Span): Edit[] =>
  renamed.filter((edit) => start <= edit.start && edit.end <= end);
