import { as, equal, expression, itemsOf, kindOf, MError, type Table, type Thunk, type Value } from "./values";

/* https://learn.microsoft.com/powerquery-m/m-spec-operators#selection-and-projection-operators */

export function fieldOf(value: Value, name: string, isOptional: boolean): Value {
  if (value === null && isOptional) return null;
  if (kindOf(value) === "table") {
    const table = as(value, "table");
    const at = columnAt(table, name, isOptional);
    return at < 0 ? null : { kind: "list", items: table.rows.map((row) => row[at] as Thunk) };
  }
  const found = as(value, "record").fields.get(name);
  if (found) return found();
  if (isOptional) return null;
  throw expression(`The field '${name}' of the record wasn't found.`);
}

/** The index of a column. */
export function columnAt({ columns }: Table, name: string, isOptional = false): number {
  const at = columns.findIndex((column) => column.name === name);
  if (at < 0 && !isOptional) throw expression(`The column '${name}' of the table wasn't found.`);
  return at;
}

export const rowRecord = ({ columns }: Table, row: readonly Thunk[]): Value => ({
  kind: "record",
  fields: new Map(columns.map(({ name }, at) => [name, row[at] as Thunk])),
});

export function itemOf(value: Value, at: Value, isOptional: boolean): Value {
  if (kindOf(value) === "table") {
    const table = as(value, "table");
    if (typeof at === "number") return rowAt(table, table.rows[at], isOptional);
    const wanted = [...as(at, "record").fields].map(([name, item]) => [columnAt(table, name), item()] as const);
    const found = table.rows.filter((row) => wanted.every(([column, item]) => equal((row[column] as Thunk)(), item)));
    if (found.length > 1) throw expression("The key matched more than one row in the table.");
    return rowAt(table, found[0], isOptional, "The key didn't match any rows in the table.");
  }
  const item = itemsOf(value)[at as number];
  if (item) return item();
  if (isOptional) return null;
  throw new MError("Expression.Error", "There weren't enough elements in the enumeration to complete the operation.");
}

function rowAt(
  table: Table,
  row: readonly Thunk[] | undefined,
  isOptional: boolean,
  message = "There weren't enough elements in the enumeration to complete the operation.",
): Value {
  if (row) return rowRecord(table, row);
  if (isOptional) return null;
  throw expression(message);
}

export function projected(value: Value, names: readonly string[], isOptional: boolean): Value {
  if (kindOf(value) === "table") {
    const table = as(value, "table");
    const at = names.map((name) => columnAt(table, name));
    return {
      kind: "table",
      columns: at.map((column) => table.columns[column]!),
      rows: table.rows.map((row) => at.map((column) => row[column]!)),
    };
  }
  return {
    kind: "record",
    fields: new Map(names.map((name) => [name, () => fieldOf(value, name, isOptional)])),
  };
}
