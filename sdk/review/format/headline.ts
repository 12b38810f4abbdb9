import type { ChangeDocument } from "../document";
import { count, list, own, type Phrase } from "./phrase";
import { placeOf } from "./words";

/** Returns the title and the three lines that a reader needs first: what changed, its problems, what to refresh. */
export function headline({ summary, refresh, dataflows }: ChangeDocument): { title: string; lines: Phrase[] } {
  const { added, removed, changed, reformatted, affected } = summary.dataflows;
  const parts = [
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(added > 0 ? [`${added} added`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(reformatted > 0 ? [`${reformatted} reformatted only`] : []),
    ...(affected > 0 ? [`${affected} affected`] : []),
  ];
  if (dataflows.length === 0) return { title: "No dataflow changed", lines: [] };
  return {
    title: `Dataflows: ${parts.join(", ")}`,
    lines: [own(queriesLine(summary)), own(findingsLine(summary)), ...refreshLine(refresh, dataflows)],
  };
}

function queriesLine({ queries }: ChangeDocument["summary"]): string {
  const parts = (["added", "removed", "renamed", "changed", "reformatted"] as const)
    .filter((kind) => queries[kind] > 0)
    .map((kind) => `${queries[kind]} ${kind}`);
  const affected = queries.affected > 0 ? `; ${count(queries.affected, "other")} of these dataflows affected` : "";
  return `Queries: ${parts.join(", ") || "none changed"}${affected}.`;
}

function findingsLine({ introduced, accepted, breaking }: ChangeDocument["summary"]): string {
  const { errors, warnings, advice } = introduced;
  const found = [
    ...(breaking > 0 ? [count(breaking, "breaking change")] : []),
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
    ...(advice > 0 ? [count(advice, "piece of advice", "pieces of advice")] : []),
  ];
  const also = accepted > 0 ? ` (${accepted} accepted)` : "";
  return `Introduced: ${found.join(", ") || "no problem"}${also}.`;
}

const MAX_NAMED = 5;

/** Returns the line about refreshes. None if only one definition was compared: `refresh` is empty then, although the definition changed. */
function refreshLine(refresh: ChangeDocument["refresh"], dataflows: ChangeDocument["dataflows"]): Phrase[] {
  if (refresh.length > 0) return [["To refresh, in this order: ", ...list(refresh.map(placeOf), MAX_NAMED), "."]];
  return dataflows.some(({ needsRefresh }) => needsRefresh) ? [] : [own("To refresh: nothing.")];
}
