import { complain, type RowReader } from "./rowReader";
import { unknownType, valueType, type ValueType } from "./types";
import type { YamlValue } from "./yamlFile";

export interface Column {
  name: string;
  /** The declared type; undefined if none is declared. */
  type: ValueType | undefined;
}

/** Declared columns. A list of names must be complete; a mapping gives types, and rows may have further columns. */
export interface Declared {
  columns: readonly Column[];
  isClosed: boolean;
}

export const UNDECLARED: Declared = { columns: [], isClosed: false };

/** `columns: { OrderId: int64, OrderedOn: date }`, or the names alone: `columns: [OrderId, Region]`. */
export function readColumns(value: YamlValue, reader: RowReader): Declared {
  if (value.kind === "list") {
    const named = value.items.map((item) => ({
      name: item.kind === "scalar" ? String(item.value) : "",
      at: item.at,
      type: undefined,
    }));
    return { columns: distinct(named, reader), isClosed: true };
  }
  if (value.kind === "map")
    return {
      columns: value.entries.map(({ key, value: type }) => ({ name: key, type: typeAt(type, reader) })),
      isClosed: false,
    };
  complain(reader, value.at, "columns is a list of names, or a mapping of names to types: { OrderId: int64 }");
  return UNDECLARED;
}

/** Returns the columns without duplicates, and reports each duplicate. */
export function distinct(columns: (Column & { at: number })[], reader: RowReader): Column[] {
  const seen = new Set<string>();
  return columns.flatMap(({ name, type, at }) => {
    if (seen.has(name)) complain(reader, at, `the column ${name} occurs twice`);
    if (seen.has(name)) return [];
    seen.add(name);
    return [{ name, type }];
  });
}

function typeAt(value: YamlValue, reader: RowReader): ValueType | undefined {
  const written = value.kind === "scalar" ? String(value.value) : "";
  const type = valueType(written);
  if (!type) complain(reader, value.at, unknownType(written));
  return type;
}
