import { error } from "../common/problem";
import { fit, fitField, NULL, type Cell, type Fit } from "./cells";
import { CsvError, readCsv } from "./csv";
import { distinct, readColumns, UNDECLARED, type Column, type Declared } from "./columns";
import { complain, takeCells, type RowReader } from "./rowReader";
import { unknownType, valueType, type ValueType } from "./types";
import type { YamlEntry, YamlValue } from "./yamlFile";

/** Rows of a fixture or an expectation. */
export interface RowSet {
  columns: readonly Column[];
  /** True if rows may name no other column, because `columns` is a list of names. */
  isClosed?: boolean;
  /** A cell for each column; undefined if a row does not name the column. */
  rows: readonly (readonly (Cell | undefined)[])[];
}

/**
 * Returns the cell for a value. Its type is the column's, or its own: `!date 2026-01-31`. `!error "why"` is an error.
 */
export function cellAt(value: YamlValue, declared: ValueType | undefined, what: string, reader: RowReader): Cell {
  if (value.kind !== "scalar") {
    complain(
      reader,
      value.at,
      `${what} is a ${value.kind === "list" ? "list" : "mapping"}; a cell is a text, a number, true, false or null`,
    );
    return NULL;
  }
  if (value.tag === "error") {
    const message = value.written === undefined || value.written === "" ? undefined : value.written;
    return { kind: "error", message };
  }
  const own = value.tag === undefined ? undefined : valueType(value.tag);
  if (value.tag !== undefined && !own) complain(reader, value.at, `!${unknownType(value.tag)}`);
  const type = own ?? declared;
  // A tag makes a text of the value after it.
  const fitted =
    own && typeof value.value === "string" && own.kind !== "text"
      ? fitField(value.value, true, own)
      : fit(value.value, type, value.written);
  return settled(fitted, value.at, what, type, reader);
}

function settled(fitted: Fit, at: number, what: string, type: ValueType | undefined, reader: RowReader): Cell {
  if ("cell" in fitted) return fitted.cell;
  complain(reader, at, `${what} does not fit ${type?.name ?? "its column"}; give ${fitted.needed}`);
  return NULL;
}

/** Reads rows from a list of mappings. Columns are in the order of their declaration, then of their first row. */
export function readRows(value: YamlValue, declared: Declared, reader: RowReader): RowSet {
  const { isClosed } = declared;
  const columns = [...declared.columns];
  const indexes = new Map(columns.map(({ name }, index) => [name, index]));
  const rows: (Cell | undefined)[][] = [];
  if (value.kind !== "list") complain(reader, value.at, "rows are a list: - { OrderId: 1, Region: North }");
  for (const [number, row] of (value.kind === "list" ? value.items : []).entries()) {
    if (row.kind !== "map") {
      complain(reader, row.at, `row ${number + 1} is not a mapping; write { OrderId: 1, Region: North }`);
      continue;
    }
    const cells: (Cell | undefined)[] = [];
    for (const { key, keyAt, value: cell } of row.entries) {
      let index = indexes.get(key);
      if (index === undefined && isClosed) {
        complain(reader, keyAt, `row ${number + 1} has ${key}, which \`columns\` does not list`);
        continue;
      }
      if (index === undefined) {
        index = columns.push({ name: key, type: undefined }) - 1;
        indexes.set(key, index);
      }
      cells[index] = cellAt(cell, columns[index]?.type, `row ${number + 1}, column ${key}`, reader);
    }
    rows.push(cells);
  }
  if (!takeCells(reader, value.at, rows.length, columns.length)) return { columns, isClosed, rows: [] };
  return { columns, isClosed, rows: rows.map((cells) => columns.map((_, index) => cells[index])) };
}

/**
 * Reads rows from a file of comma-separated values, whose first line names the columns. A column without a type is
 * text.
 */
export function readCsvRows(
  name: string,
  at: number,
  delimiter: string,
  { columns: declared }: Declared,
  reader: RowReader,
): RowSet {
  const nothing = { columns: declared, rows: [] };
  const text = takeCells(reader, at, 0, 0) ? reader.readFile(name, at) : undefined;
  if (text === undefined) return nothing;
  const misfit = (line: number, message: string) => void reader.problems.push(error(`${name}:${line}`, message));
  try {
    const [head, ...records] = readCsv(text, delimiter);
    if (!head) {
      misfit(1, "is empty; its first line names the columns");
      return nothing;
    }
    const types = new Map(declared.map((column) => [column.name, column.type]));
    const columns = distinct(
      head.fields.map((field) => ({ name: field.text, type: types.get(field.text) ?? TEXT, at })),
      reader,
    );
    if (columns.length < head.fields.length || !takeCells(reader, at, records.length, columns.length)) return nothing;
    for (const { name: wanted } of declared)
      if (!columns.some((column) => column.name === wanted))
        misfit(1, `has no column ${wanted}, which \`columns\` lists`);
    const rows = records.map(({ line, fields }, number) => {
      if (fields.length !== columns.length)
        misfit(
          line,
          `row ${number + 1} has ${fields.length} fields, and the first line names ${columns.length} columns`,
        );
      return columns.map(({ name: column, type }, index) => {
        const field = fields[index];
        const fitted = field ? fitField(field.text, field.isQuoted, type) : { cell: NULL };
        if ("needed" in fitted)
          misfit(line, `row ${number + 1}, column ${column} does not fit ${type?.name}; give ${fitted.needed}`);
        return "cell" in fitted ? fitted.cell : NULL;
      });
    });
    return { columns, rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    misfit(error.line, error.message);
    return nothing;
  }
}

const TEXT = valueType("text")!;

/** The keys of a row set. An expectation has further keys. */
export const ROW_SET_KEYS = ["columns", "rows", "csv", "delimiter"];

/** `{ columns, rows }` or `{ columns, csv: orders.csv }`. */
export function readRowSet(entries: readonly YamlEntry[], at: number, reader: RowReader): RowSet {
  const entry = (key: string) => entries.find((each) => each.key === key);
  const columns = entry("columns");
  const declared = columns ? readColumns(columns.value, reader) : UNDECLARED;
  const csv = entry("csv");
  const rows = entry("rows");
  if (csv && rows) complain(reader, csv.keyAt, "has both rows and csv; give one of them");
  if (csv) {
    const { value } = csv;
    const delimiter = delimiterAt(entry("delimiter"), reader);
    if (value.kind === "scalar" && typeof value.value === "string")
      return readCsvRows(value.value, value.at, delimiter, declared, reader);
    complain(reader, value.at, "csv is the name of a file beside this one: orders.csv");
    return { columns: declared.columns, rows: [] };
  }
  if (rows) return readRows(rows.value, declared, reader);
  complain(reader, at, "has neither rows nor csv");
  return { columns: declared.columns, rows: [] };
}

function delimiterAt(entry: YamlEntry | undefined, reader: RowReader): string {
  if (!entry) return ",";
  const { value } = entry;
  if (value.kind === "scalar" && typeof value.value === "string" && /^[^"\r\n\\A-Za-z0-9]$/.test(value.value))
    return value.value;
  complain(reader, value.at, 'delimiter is one character: ";"');
  return ",";
}
