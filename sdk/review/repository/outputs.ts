import type { TableReference } from "../../definition/m/tableReferences";
import type { DestinationState } from "../document";
import { destinationsOf } from "../destinations";
import type { Side } from "../side";

/** The outputs of a dataflow: its own queries, and the tables that they are written to. */
export interface Outputs {
  ids: ReadonlySet<string>;
  name: string;
  /** Queries by table. The keys are those of `tableKey`. */
  tables: ReadonlyMap<string, string>;
}

/** Returns the tables that the queries of a definition are written to. */
export async function tablesOf(side: Side | undefined): Promise<Map<string, string>> {
  const tables = new Map<string, string>();
  for (const query of side?.queries.values() ?? [])
    for (const state of side ? await destinationsOf(side, query) : []) {
      const key = keyOf(state);
      if (key !== undefined) tables.set(key, query.query.name);
    }
  return tables;
}

/** Returns the key of a table. Undefined if the M does not name the table. An id and a name never give the same key. */
export const tableKey = (reference: TableReference): string | undefined =>
  reference.table === undefined
    ? undefined
    : key(reference.item, itemName(reference), reference.schema, reference.table);

const itemName = ({ naming }: TableReference): string => (naming.by === "relative" ? "." : naming.value);

const keyOf = ({ item, itemName: name, schema, table }: DestinationState): string | undefined =>
  item === undefined || name === undefined || table === undefined ? undefined : key(item, name, schema, table);

const key = (item: string, name: string, schema: string | undefined, table: string): string =>
  JSON.stringify([item, name, schema ?? "dbo", table]).toLowerCase();

/** Returns the texts that M holds if it reads this table: the item and the table, or the parts of a file's path. */
export function needlesOf(tableKey: string): string[] {
  const [, name, , table] = JSON.parse(tableKey) as [string, string, string, string];
  return [name, ...table.split("/")];
}

/** Returns the query of this dataflow that a reference reads. `*` if the reference does not name it. Undefined if it reads none. */
export function queryRead(
  reference: TableReference,
  outputs: Outputs,
): { query: string; through: "dataflow" | "table" } | undefined {
  if (reference.item === "dataflow") {
    const { naming } = reference;
    const isThis =
      naming.by === "id"
        ? outputs.ids.has(naming.value.toLowerCase())
        : naming.by === "name" && naming.value.toLowerCase() === outputs.name.toLowerCase();
    return isThis ? { query: reference.table ?? "*", through: "dataflow" } : undefined;
  }
  const table = tableKey(reference);
  const query = table === undefined ? undefined : outputs.tables.get(table);
  return query === undefined ? undefined : { query, through: "table" };
}
