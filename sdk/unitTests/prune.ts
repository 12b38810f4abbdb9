import type { Edit } from "../definition/m/positions";
import type { StepGraph } from "../definition/m/stepGraph";

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
    if (!needed.has(step.name)) {
      // The last step that stays has no comma behind it: all that follow go as one.
      if (step.nameAt > last.nameAt) {
        edits.push({ start: last.value.end, end: steps.at(-1)!.value.end, text: "" });
        break;
      }
      edits.push({ start: step.nameAt, end: steps[index + 1]!.nameAt, text: "" });
    } else if (m !== undefined) edits.push({ ...step.value, text: m });
  }
  return edits;
}
