import type { DeclaredTable } from "../contract/writtenTables";
import { equal } from "../common/objects";
import type { DestinationChange, DestinationState } from "./document";
import { nameOf } from "./names";
import type { QueryPair } from "./pairQueries";
import type { Side, SideQuery } from "./side";

/** Returns the destinations of a query: each one that its attributes name, and the section's own if the query is bound to it. */
export const destinationsOf = async (side: Side, query: SideQuery): Promise<DestinationState[]> =>
  (await side.tablesOf(query)).map(stateOf);

function stateOf({ place, method, settings, isNewTarget, isDefault }: DeclaredTable): DestinationState {
  const { item, itemName, schema, table } = place;
  return {
    ...(item !== undefined && { item }),
    ...(itemName !== undefined && { itemName }),
    ...(schema !== undefined && { schema }),
    ...(table !== undefined && { table }),
    ...(method !== undefined && { updateMethod: method }),
    ...(settings !== undefined && { settings }),
    isNewTarget,
    isDefault,
  };
}

/** Returns the changes of the queries' destinations. */
export async function destinationChanges(
  pairs: readonly QueryPair[],
  sides: { before: Side | undefined; after: Side | undefined },
): Promise<DestinationChange[]> {
  const changes: DestinationChange[] = [];
  for (const pair of pairs) {
    const before = sides.before && pair.before ? await destinationsOf(sides.before, pair.before) : [];
    const after = sides.after && pair.after ? await destinationsOf(sides.after, pair.after) : [];
    const query = nameOf(pair);
    for (const [index, state] of after.entries()) {
      const old = before[index];
      if (!old) changes.push({ kind: "added", query, after: state });
      else if (!equal(old, state)) changes.push({ kind: "changed", query, before: old, after: state });
    }
    for (const old of before.slice(after.length)) changes.push({ kind: "removed", query, before: old });
  }
  return changes;
}
