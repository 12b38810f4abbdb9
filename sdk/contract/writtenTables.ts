import { Columns, UNKNOWN_COLUMNS, type KnownColumns } from "../definition/columns";
import type { ColumnMapping, Destination, SchemaMode } from "../definition/m/destinations";
import { outlineOf } from "../definition/m/outline";
import type { TableReference } from "../definition/m/tableReferences";
import { isGuid } from "../common/guid";
import { isProblem, type Mashup, type Query } from "../definition/mashup";

/** The place of a table. A field is undefined if the M does not show it. */
export interface TablePlace {
  /** `lakehouse`, `warehouse`. */
  item: string | undefined;
  /** The id of the item, its name, or the variable that holds its id (`Variable.Value`). */
  itemName: string | undefined;
  schema: string | undefined;
  table: string | undefined;
}

export interface TableColumn {
  name: string;
  /** The column of the query, if a mapping names it. */
  source: string | undefined;
  /** Undefined if it is not known. */
  type: string | undefined;
}

/** The columns that a table has after a run, as far as they are known. */
export interface TableColumns {
  listed: readonly TableColumn[];
  /** True if there may be other columns. */
  open: boolean;
  /** The count of columns and their hash, if the list was too long to be kept. */
  counted?: string;
}

/** A table that a query is written to, and that others may read. */
export interface WrittenTable {
  query: string;
  place: TablePlace;
  method: string | undefined;
  schema: SchemaMode | undefined;
  columns: TableColumns;
}

/** A written table with the facts that only the M has. */
export interface DeclaredTable extends WrittenTable {
  isNewTarget: boolean;
  isDefault: boolean;
  /** `Automatic`, `Manual`. */
  settings: string | undefined;
  /** Columns that the query surely has and that its mapping leaves out. */
  unmapped: readonly string[];
  /** The hidden query that names the target. */
  target: string;
  mapping: readonly ColumnMapping[] | undefined;
}

/** Returns the tables that the queries of a document are written to, in its order. `wanted` selects queries. Default: all. */
export async function writtenTables(
  mashup: Mashup,
  wanted: (query: Query) => boolean = () => true,
): Promise<DeclaredTable[]> {
  const columns = new Columns(mashup);
  const tables: DeclaredTable[] = [];
  for (const query of mashup.queries) {
    if (mashup.byName.get(query.name) !== query || !wanted(query)) continue;
    const facts = await mashup.attributeFacts(query);
    if (!facts) continue;
    const known = await columns.of(query);
    for (const destination of facts.destinations) tables.push(await tableOf(mashup, query, destination, known));
    const byDefault = facts.bindsToDefaultDestination ? await mashup.defaultDestination() : undefined;
    if (byDefault) tables.push(await tableOf(mashup, query, byDefault, known, true));
  }
  return tables;
}

async function tableOf(
  mashup: Mashup,
  { name }: Query,
  destination: Destination,
  known: KnownColumns,
  isDefault = false,
): Promise<DeclaredTable> {
  const { queryName, isNewTarget, method, schema, settings, mapping } = destination;
  const target = mashup.find(queryName);
  // The last one is the whole navigation: those before it may end at a folder of a file.
  const reference = target && outlineOf(mashup.textOf(target)).tables.at(-1);
  const sources = new Set(mapping?.map(({ source }) => source));
  return {
    query: name,
    // The default destination names only an item: the table has the name of the query.
    place: await placeOf(mashup, reference, isDefault ? name : undefined),
    method,
    schema,
    columns: columnsOf(destination, known),
    isNewTarget,
    isDefault,
    settings,
    unmapped: mapping ? [...known.types.keys()].filter((column) => !sources.has(column)) : [],
    target: target?.name ?? queryName,
    mapping,
  };
}

function columnsOf({ mapping, schema }: Destination, known: KnownColumns = UNKNOWN_COLUMNS): TableColumns {
  if (mapping)
    return {
      listed: mapping.map(({ source, destination }) => ({ name: destination, source, type: known.types.get(source) })),
      // Unless the schema is dynamic, the table may have columns that are not written.
      open: schema !== "dynamic",
    };
  const listed = [...known.types].map(([name, type]) => ({ name, source: undefined, type }));
  return { listed, open: known.allAt === undefined };
}

/** Returns the place of the table that a reference in M navigates to. */
export async function placeOf(
  mashup: Mashup,
  reference: TableReference | undefined,
  defaultTable: string | undefined,
): Promise<TablePlace> {
  const naming = reference && (await resolvedReference(mashup, reference)).naming;
  return {
    item: reference?.item,
    // The value of another query is not known.
    itemName: naming === undefined || naming.by === "relative" || naming.by === "query" ? undefined : naming.value,
    schema: reference?.schema,
    table: reference?.table ?? defaultTable,
  };
}

/** Returns the reference with the current value of the parameter that names its item. */
export async function resolvedReference(mashup: Mashup, reference: TableReference): Promise<TableReference> {
  const { naming } = reference;
  const query = naming.by === "query" ? mashup.byName.get(naming.value) : undefined;
  const facts = query && (await mashup.facts(query));
  const value = facts && !isProblem(facts) ? facts.parameter?.current : undefined;
  return typeof value === "string" ? { ...reference, naming: { by: isGuid(value) ? "id" : "name", value } } : reference;
}

const PLACE = ["item", "itemName", "schema", "table"] as const;
const DEFAULT_SCHEMA = "dbo";

/** Returns a key that two places share if they certainly are the same table. Undefined if the M does not show the whole place. */
export function placeKey(place: TablePlace): string | undefined {
  const values = PLACE.map((key) => valueOf(place, key)?.toLowerCase());
  return values.includes(undefined) ? undefined : JSON.stringify(values);
}

/** True if two places certainly are different tables. A field that is unknown on one side does not make them different. */
export const isOtherTable = (a: TablePlace, b: TablePlace): boolean =>
  PLACE.some((key) => {
    const [one, other] = [a[key], b[key]];
    if (one === undefined || other === undefined || isSame(one, other)) return false;
    // An id and a name may belong to one item, and so may two variables.
    return key !== "itemName" || (namedBy(one) === namedBy(other) && namedBy(one) !== "variable");
  });

const valueOf = (place: TablePlace, key: (typeof PLACE)[number]): string | undefined =>
  key === "schema" ? (place.schema ?? DEFAULT_SCHEMA) : place[key];

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const namedBy = (itemName: string): "id" | "name" | "variable" =>
  isGuid(itemName as unknown) ? "id" : itemName.startsWith("$(") ? "variable" : "name";

/** Returns a name like `dbo.Orders`. */
export const tableName = ({ schema, table }: TablePlace): string | undefined =>
  schema === undefined || table === undefined ? table : `${schema}.${table}`;
