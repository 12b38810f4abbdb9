import type { LetSteps } from "../definition/m/letSteps";
import type { Edit, Span } from "../definition/m/positions";

/** The steps of one side, with the text of the member that they are offsets of. */
export interface StepsSide extends LetSteps {
  text: string;
  /** Where it names renamed queries, with their new names, in the order of the text. */
  renamed?: readonly Edit[];
}

/** The edits that lie within a stretch. */
export function renamedIn({ renamed = [] }: StepsSide, { start, end }: Span): Edit[] {
  let first = 0;
  for (let high = renamed.length; first < high;) {
    const middle = (first + high) >> 1;
    if ((renamed[middle] as Edit).start < start) first = middle + 1;
    else high = middle;
  }
  let last = first;
  while (last < renamed.length && (renamed[last] as Edit).end <= end) last++;
  return renamed.slice(first, last);
}
