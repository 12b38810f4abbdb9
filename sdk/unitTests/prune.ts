import type { Edit } from "../definition/m/positions";
import type { StepGraph, StepNode } from "../definition/m/stepGraph";

/**
 * The edits that leave the needed steps of a query alone, and put others in the place of some. A step that is not needed is taken out, so that
 * no source is named that nothing reads. Offsets count from the start of the member.
 */
export function stepEdits(
  graph: StepGraph,
  needed: ReadonlySet<string>,
  standIn: (step: string) => string | undefined,
): Edit[] {
  if (!graph.let) return [];
  const steps = [...graph.steps.values()].sort((a, b) => a.nameAt - b.nameAt);
  const kept = steps.filter(({ name }) => needed.has(name));
  const last = kept.at(-1);
  if (!last) return [{ start: graph.let.start, end: graph.result.value.start, text: "" }];
  const edits: Edit[] = [];
  for (const [index, step] of steps.entries()) {
    const m = standIn(step.name);
    if (!needed.has(step.name)) edits.push(removal(step, steps[index + 1], last));
    else if (m !== undefined) edits.push({ ...step.value, text: m });
  }
  return edits;
}

/** Up to the next step's name, or, behind the last one that stays, from the end of what stands before: the comma goes with it. */
function removal(step: StepNode, next: StepNode | undefined, last: StepNode): Edit {
  if (step.nameAt < last.nameAt) return { start: step.nameAt, end: next!.nameAt, text: "" };
  return { start: last.value.end, end: step.value.end, text: "" };
}
