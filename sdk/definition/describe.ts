import { harmless } from "../common/harmless";
import type { QueryChanges } from "./changes";
import { changedBeside } from "./queryFingerprints";
import { dependentsOf, type Lineage } from "./lineage";

/** What changed beside the queries, in one line; undefined where nothing did, or where the older fingerprint does not tell. */
export function describeBeside(before: string | undefined, after: string | undefined): string | undefined {
  const changed = changedBeside(before, after).map((key) => BESIDE[key]);
  return changed.length === 0 ? undefined : `${changed.join(" and ")} changed`;
}

const BESIDE = {
  attributes: "the section's attributes (default destination, staging)",
  connections: "connections",
  settings: "settings of the document",
};

/** One line a fact, for a preview or a drift: "Sales changed; SalesByMonth, Top10 depend on it". */
export function describeChanges(changes: QueryChanges, lineage: Lineage): string[] {
  const lines: string[] = [];
  const touched = new Set([...changes.added, ...changes.removed, ...changes.changed]);
  const line = (name: string, what: string): void => {
    const dependents = dependentsOf(lineage, [name]).filter((dependent) => !touched.has(dependent));
    lines.push(`${harmless(name)} ${what}${dependents.length > 0 ? `; ${dependTexts(dependents)}` : ""}`);
  };
  for (const name of changes.changed) line(name, "changed");
  for (const name of changes.added) line(name, "is new");
  for (const name of changes.removed) line(name, "is gone");
  return lines;
}

const MOST_NAMED = 8;

function dependTexts(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map(harmless).join(", ");
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return `${shown}${more} ${names.length === 1 ? "depends" : "depend"} on it`;
}
