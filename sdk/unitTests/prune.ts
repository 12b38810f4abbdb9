import type { Edit } from "../definition/m/positions";
import type { StepGraph } from "../definition/m/stepGraph";

/**
 * Returns the edits that keep only the needed steps of a query, and replace some of them. A step that is not needed is
 * removed, so that the document names no source that nothing reads. Offsets count from the start of the member.
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
      // The last remaining step has no comma after it, so all steps that follow are removed together.
      if (step.nameAt > last.nameAt) {
        edits.push({ start: last.value.end, end: steps.at(-1)!.value.end, text: "" });
        break;
      }
      edits.push({ start: step.nameAt, end: steps[index + 1]!.nameAt, text: "" });
    } else if (m !== undefined) edits.push({ ...step.value, text: m });
  }
  return edits;
}
