import { calledName, type ItemKind, type Naming } from "./itemReferences";
import { fieldsOf, literalOf } from "./literals";
import { resolve, type Place } from "./resolve";
import { walk, type Scope } from "./scopes";
import type { Expression } from "./tree";

/** How M names the item of a table, without the place of the name. */
export type ItemNaming = { by: Exclude<Naming["by"], "relative" | "expression">; value: string } | { by: "relative" };

/**
 * A table, a file or a dataflow's query that M navigates to: `{[lakehouseId = ...]}[Data]{[Id = "Orders", ItemKind = "Table"]}` or
 * `{[dataflowId = ...]}[Data]{[entity = "Orders", version = ""]}`. A lakehouse with schemas has `{[Id = "dbo", ItemKind = "Schema"]}[Data]`
 * before the table.
 */
export interface TableReference {
  item: Extract<ItemKind, "lakehouse" | "warehouse" | "dataflow">;
  naming: ItemNaming;
  schema: string | undefined;
  /** The table, or the path of a file. Undefined if the text does not show it. */
  table: string | undefined;
}

const ITEMS: Readonly<Record<string, [TableReference["item"], boolean]>> = {
  lakehouseId: ["lakehouse", false],
  lakehouseName: ["lakehouse", true],
  warehouseId: ["warehouse", false],
  warehouseName: ["warehouse", true],
  dataflowId: ["dataflow", false],
  dataflowName: ["dataflow", true],
};
/** The field that names an item of any kind. The function of the navigation tells the kind. */
const DISPLAY_NAME = "displayName";
const CONNECTORS: Readonly<Record<string, TableReference["item"]>> = {
  "Lakehouse.Contents": "lakehouse",
  "Fabric.Warehouse": "warehouse",
};
const TABLE_FIELDS = ["entity", "Id", "Item", "Name"];
const MAX_NAVIGATIONS = 50;

/** Returns the tables and dataflows that an expression navigates to, each once. An item whose table is not known has one entry without a table. */
export function tableReferencesOf(expression: Expression): TableReference[] {
  const found = new Map<string, TableReference>();
  walk(expression, undefined, (each, scope) => {
    if (each.kind !== "chain") return;
    const reference = tableOf({ expression: each, scope });
    if (reference) found.set(JSON.stringify(reference), reference);
  });
  const all = [...found.values()];
  // The first steps of a navigation are navigations too. They have less detail, so they are dropped.
  return all.filter(
    (reference) =>
      reference.table !== undefined || !all.some((other) => other.table !== undefined && isSameItem(other, reference)),
  );
}

const isSameItem = (a: TableReference, b: TableReference): boolean =>
  a.item === b.item && JSON.stringify(a.naming) === JSON.stringify(b.naming);

function tableOf(start: Place): TableReference | undefined {
  // The names that the navigation passes, the last first.
  const names: string[] = [];
  let schema: string | undefined;
  let isFile = false;
  for (const { fields, scope } of accesses(start)) {
    for (const [field, value] of fields) {
      const item = field === DISPLAY_NAME ? byDisplayName(start) : ITEMS[field];
      if (!item) continue;
      const naming = namingOf({ expression: value, scope }, item[1]);
      const place = isFile ? { schema, table: pathOf(names) } : qualified(item[0], schema, names[0]);
      return naming && { item: item[0], naming, ...place };
    }
    const text = (name: string): string | undefined => {
      const value = fields.get(name);
      const literal = value && literalOf(resolve({ expression: value, scope }).expression);
      return typeof literal === "string" ? literal : undefined;
    };
    const kind = text("ItemKind");
    isFile ||= kind === "Folder";
    schema ??= kind === "Schema" ? text("Id") : text("Schema");
    if (kind === "Schema" || kind === "Folder") continue;
    const name = TABLE_FIELDS.map(text).find((found) => found !== undefined);
    if (name !== undefined) names.push(name);
  }
  return undefined;
}

const pathOf = (names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : [...names].reverse().join("/");

/** A lakehouse with schemas also has the flat form `{[Id = "dbo.Orders", ItemKind = "Table"]}`. Names of its tables have no dot. */
function qualified(
  item: TableReference["item"],
  schema: string | undefined,
  table: string | undefined,
): Pick<TableReference, "schema" | "table"> {
  const dot = item === "lakehouse" && schema === undefined ? (table?.indexOf(".") ?? -1) : -1;
  return dot < 1 ? { schema, table } : { schema: table?.slice(0, dot), table: table?.slice(dot + 1) };
}

function byDisplayName(start: Place): (typeof ITEMS)[string] | undefined {
  let place = start;
  for (let count = 0; count < MAX_NAVIGATIONS && place.expression.kind === "chain"; count++) {
    const called = calledName(place.expression);
    if (called !== undefined) return Object.hasOwn(CONNECTORS, called) ? [CONNECTORS[called]!, true] : undefined;
    place = resolve({ expression: place.expression.head, scope: place.scope });
  }
  return undefined;
}

/** Yields the records with which a navigation accesses its tables, the last first, through names that the member defines. */
function* accesses(start: Place): Generator<{ fields: Map<string, Expression>; scope: Scope | undefined }> {
  let place = start;
  for (let count = 0; count < MAX_NAVIGATIONS; count++) {
    const { expression, scope } = place;
    if (expression.kind !== "chain") return;
    for (const step of [...expression.steps].reverse()) {
      const fields = step.kind === "item" ? fieldsOf(step.key) : undefined;
      if (fields) yield { fields, scope };
    }
    if (expression.steps[0]?.kind === "call") return;
    place = resolve({ expression: expression.head, scope });
  }
}

function namingOf(place: Place, isName: boolean): ItemNaming | undefined {
  const { expression } = resolve(place);
  const literal = literalOf(expression);
  if (typeof literal === "string")
    return literal === "." ? { by: "relative" } : { by: isName ? "name" : "id", value: literal };
  if (expression.kind === "name") return { by: "query", value: expression.name };
  if (expression.kind !== "chain" || !calledName(expression)?.startsWith("Variable.")) return undefined;
  const [call] = expression.steps;
  const argument = call?.kind === "call" ? call.values[0] : undefined;
  const value = argument && literalOf(argument);
  return typeof value === "string" ? { by: "variable", value } : undefined;
}
