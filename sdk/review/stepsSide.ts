import type { LetSteps } from "../definition/m/letSteps";
import type { Edit, Span } from "../definition/m/positions";

/** The steps of one side, with the text of their member, to which the offsets refer. */
export interface StepsSide extends LetSteps {
  text: string;
  /** Edits that give renamed queries their new names, in the order of the text. */
  renamed?: readonly Edit[];
}

/** Returns the edits within a stretch. */
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
