import type { Destination } from "../definition/m/destinations";
import type { Literal, LiteralRecord } from "../definition/m/literals";
import type { TableReference } from "../definition/m/tableReferences";
import { equal, isObject } from "../common/objects";
import { isProblem } from "../definition/mashup";
import type { DestinationChange, DestinationState } from "./document";
import { nameOf } from "./names";
import type { QueryPair } from "./pairQueries";
import type { Side, SideQuery } from "./side";

/** Where a query is written to: each destination that its attributes name, and the section's own if it is bound to that. */
export async function destinationsOf(side: Side, query: SideQuery): Promise<DestinationState[]> {
  const { facts } = query;
  if (!facts) return [];
  const list = facts.attributes["DataDestinations"];
  const own = (Array.isArray(list) ? list : []).filter((entry): entry is LiteralRecord => isObject(entry));
  const states = own.flatMap((entry) => {
    const definition = field(entry, "Definition");
    const settings = field(entry, "Settings");
    const name = definition?.["QueryName"];
    return typeof name === "string" ? [{ name, definition, settings, method: settings, isDefault: false }] : [];
  });
  if (facts.bindsToDefaultDestination) {
    const header = await side.mashup.header();
    const settings = isProblem(header) ? undefined : field(header, "DefaultOutputDestinationSettings");
    const definition = settings && field(settings, "DestinationDefinition");
    const name = definition?.["QueryName"];
    if (typeof name === "string") states.push({ name, definition, settings, method: settings, isDefault: true });
  }
  return states.map(({ name, definition, settings, method, isDefault }) => {
    const target = side.find(name);
    const table = target && side.outline(target).tables[0];
    return {
      ...placeOf(table, isDefault ? query.query.name : undefined),
      ...textField("updateMethod", method && field(method, "UpdateMethod")?.["Kind"]),
      ...textField("settings", settings?.["Kind"]),
      isNewTarget: definition?.["IsNewTarget"] === true,
      isDefault,
    };
  });
}

export const isWritten = (facts: {
  destinations: readonly Destination[];
  bindsToDefaultDestination: boolean;
}): boolean => facts.destinations.length > 0 || facts.bindsToDefaultDestination;

const field = (record: LiteralRecord, name: string): LiteralRecord | undefined => {
  const value = record[name];
  return isObject(value) ? (value as LiteralRecord) : undefined;
};

const textField = <K extends string>(key: K, value: Literal | undefined): { [P in K]?: string } =>
  (typeof value === "string" ? { [key]: value } : {}) as { [P in K]?: string };

/** The default destination names an item alone: its table has the name of the query. */
function placeOf(reference: TableReference | undefined, defaultTable: string | undefined) {
  const table = reference?.table ?? defaultTable;
  return {
    ...(reference && { item: reference.item, itemName: itemName(reference) }),
    ...(reference?.schema !== undefined && { schema: reference.schema }),
    ...(table !== undefined && { table }),
  };
}

export const itemName = ({ naming }: TableReference): string => (naming.by === "relative" ? "." : naming.value);

/** How the destinations of queries differ. */
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
