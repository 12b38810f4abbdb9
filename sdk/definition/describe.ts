import { harmless } from "../common/harmless";
import type { QueryChanges } from "./changes";
import { changedBeside } from "./queryFingerprints";
import { dependentsOf, type Lineage } from "./lineage";
import type { Tried } from "./tried";

/**
 * Returns one line about the changes beside the queries. Undefined if nothing changed, or if the older fingerprint does not show it. `settings`
 * and `connections` are the known details.
 */
export function describeBeside(
  before: string | undefined,
  after: string | undefined,
  { settings, connections }: Partial<Pick<Tried, "settings" | "connections">> = {},
): string | undefined {
  const all = changedBeside(before, after);
  const known = { attributes: undefined, settings, connections };
  const changed = all.filter((key) => known[key] === undefined).map((key) => BESIDE[key]);
  const lines = [
    ...(changed.length === 0 ? [] : [`${changed.join(" and ")} changed`]),
    ...(all.includes("connections") && connections !== undefined ? [`connections: ${harmless(connections)}`] : []),
    ...(settings === undefined ? [] : [`settings: ${settings}`]),
  ];
  return lines.length === 0 ? undefined : lines.join("; ");
}

const BESIDE = {
  attributes: "the section's attributes (default destination, staging)",
  connections: "connections",
  settings: "settings of the document",
};

/**
 * Returns one line for each changed query, for a preview or a drift: "Sales changed (step Typed); SalesByMonth, Top10 depend on it". `queries`:
 * the changes of entries whose M did not change; nothing depends on those. `steps`: the steps that differ, if that is known.
 */
export function describeChanges(
  changes: QueryChanges,
  lineage: Lineage,
  { queries, steps, renamed }: Partial<Pick<Tried, "queries" | "steps" | "renamed">> = {},
): string[] {
  // Only the first lines are worded: for each, the whole lineage is searched.
  const lines: (() => string)[] = [];
  const touched = new Set([...changes.added, ...changes.removed, ...changes.changed]);
  const line = (name: string, what: string): void => {
    lines.push(() => {
      const dependents = dependentsOf(lineage, [name]).filter((dependent) => !touched.has(dependent));
      return `${harmless(name)} ${what}${dependents.length > 0 ? `; ${dependTexts(dependents)}` : ""}`;
    });
  };
  for (const name of changes.changed) {
    const only = queries?.get(name);
    const at = steps?.get(name);
    if (only === undefined) line(name, at === undefined ? "changed" : `changed (${at})`);
    else lines.push(() => `${harmless(name)}: metadata only (${only})`);
  }
  const formerNames = new Set([...(renamed?.values() ?? [])].map(({ from }) => from));
  for (const name of changes.added) {
    const now = renamed?.get(name);
    const stale =
      now?.staleEntry === undefined
        ? ""
        : `, but not in the metadata: set \`queryName\` of the entry \`${harmless(now.staleEntry)}\``;
    line(name, now ? `is ${harmless(now.from)} renamed${stale}` : "is new");
  }
  for (const name of changes.removed) if (!formerNames.has(name)) line(name, "is gone");
  const more = lines.length > MAX_LINES ? [`and ${lines.length - MAX_LINES + 1} more queries`] : [];
  return [...lines.slice(0, MAX_LINES - more.length).map((worded) => worded()), ...more];
}

const MAX_NAMED = 8;
/** The most lines, so that a preview of many resources stays readable. */
const MAX_LINES = 8;

function dependTexts(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map(harmless).join(", ");
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  return `${shown}${more} ${names.length === 1 ? "depends" : "depend"} on it`;
}
