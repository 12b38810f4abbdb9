import { columnAt, projected, rowRecord } from "./access";
import { NAMED, primitive } from "./types";
import {
  as,
  expression,
  isMoment,
  itemsOf,
  kindOf,
  lazy,
  list,
  MError,
  numberOf,
  textOf,
  textsOf,
  truth,
  type Column,
  type Table,
  type Thunk,
  type Value,
} from "./values";

/** A function of the library. Its arguments are evaluated, but not their rows or fields. */
export type Native = (...args: Value[]) => Value;

const ANY = primitive("any");
const tableOf = (value: Value | undefined): Table => as(value ?? null, "table");
const called = (f: Value, ...args: Value[]): Value => as(f, "function").call(args.map((arg) => () => arg));
const namesOf = (value: Value): string[] => (typeof value === "string" ? [value] : textsOf(value));
const anyColumns = (names: readonly string[]): Column[] => names.map((name) => ({ name, type: ANY }));

/** @throws MError if two columns have the same name. */
function table(columns: Column[], rows: Thunk[][]): Table {
  const twice = columns.find(({ name }, at) => columns.findIndex((other) => other.name === name) < at);
  if (twice) throw expression(`The field '${twice.name}' already exists in the record.`);
  return { kind: "table", columns, rows };
}

const isError = (cell: Thunk): boolean => {
  try {
    cell();
    return false;
  } catch (error) {
    if (error instanceof MError) return true;
    throw error;
  }
};

/** A text for a value. Equal values have equal texts. NaN is equal to nothing. */
function mark(value: Value): string {
  if (typeof value === "number") return Number.isNaN(value) ? `nan${String(Math.random())}` : `n${value}`;
  if (isMoment(value)) return `${value.kind} ${value.ms}`;
  if (kindOf(value) === "list")
    return `{${itemsOf(value)
      .map((item) => mark(item()))
      .join()}}`;
  if (kindOf(value) === "record")
    return `[${[...as(value, "record").fields]
      .map(([name, item]) => JSON.stringify(name) + mark(item()))
      .sort()
      .join()}]`;
  if (["table", "function", "type"].includes(kindOf(value)))
    throw expression(`We cannot compare values of type ${kindOf(value)}.`);
  return JSON.stringify(value);
}

const marksOf = (row: readonly Thunk[], at: readonly number[]): string =>
  at.map((column) => mark(row[column]!())).join("|");

function grouped(from: Table, names: readonly string[]): Map<string, Thunk[][]> {
  const at = names.map((name) => columnAt(from, name));
  const groups = new Map<string, Thunk[][]>();
  for (const row of from.rows) {
    const key = marksOf(row, at);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** https://learn.microsoft.com/powerquery-m/table-join */
function join(first: Value, firstKeys: Value, second: Value, secondKeys: Value, kind: Value): Value {
  const [left, right] = [tableOf(first), tableOf(second)];
  const both = left.columns.find(({ name }) => right.columns.some((column) => column.name === name));
  if (both) throw expression(`A join operation cannot result in a table with duplicate column names ("${both.name}").`);
  const leftAt = namesOf(firstKeys).map((name) => columnAt(left, name));
  const byKey = grouped(right, namesOf(secondKeys));
  const met = new Set<Thunk[]>();
  const nulls = (columns: readonly Column[]): Thunk[] => columns.map(() => () => null);
  const mode = kind === null ? 0 : numberOf(kind);
  const rows = left.rows.flatMap((row) => {
    const found = byKey.get(marksOf(row, leftAt)) ?? [];
    for (const other of found) met.add(other);
    if (mode === 4) return found.length === 0 ? [[...row, ...nulls(right.columns)]] : [];
    if (mode === 5) return [];
    if (found.length > 0) return found.map((other) => [...row, ...other]);
    return mode === 1 || mode === 3 ? [[...row, ...nulls(right.columns)]] : [];
  });
  const alone = [2, 3, 5].includes(mode) ? right.rows.filter((row) => !met.has(row)) : [];
  return table([...left.columns, ...right.columns], [...rows, ...alone.map((row) => [...nulls(left.columns), ...row])]);
}

const withErrors = (from: Value, columns: Value | undefined, wanted: boolean): Value => {
  const of = tableOf(from);
  const at = columns ? namesOf(columns).map((name) => columnAt(of, name)) : of.columns.map((_, index) => index);
  return { ...of, rows: of.rows.filter((row) => at.some((column) => isError(row[column]!)) === wanted) };
};

/** Functions on tables, as their pages define them: https://learn.microsoft.com/powerquery-m/table-functions */
export const TABLES: Readonly<Record<string, Native>> = {
  "#table": (columns, rows) => {
    const own = kindOf(columns) === "type" ? (as(columns, "type").columns ?? []) : anyColumns(namesOf(columns));
    return table(
      own,
      itemsOf(rows).map((row) => {
        const cells = itemsOf(row());
        if (cells.length !== own.length) throw expression(`${own.length} columns expected, ${cells.length} found.`);
        return cells;
      }),
    );
  },
  "Table.ColumnNames": (from) => list(tableOf(from).columns.map(({ name }) => name)),
  "Table.RowCount": (from) => tableOf(from).rows.length,
  "Table.IsEmpty": (from) => tableOf(from).rows.length === 0,
  "Table.Buffer": (from) => tableOf(from),
  "Table.StopFolding": (from) => tableOf(from),
  "Table.Column": (from, name) => {
    const at = columnAt(tableOf(from), textOf(name));
    return { kind: "list", items: tableOf(from).rows.map((row) => row[at]!) };
  },
  "Table.FirstN": (from, count) => {
    if (kindOf(count) === "number") return { ...tableOf(from), rows: tableOf(from).rows.slice(0, numberOf(count)) };
    const end = tableOf(from).rows.findIndex((row) => !truth(called(count, rowRecord(tableOf(from), row))));
    return { ...tableOf(from), rows: tableOf(from).rows.slice(0, end < 0 ? undefined : end) };
  },
  "Table.SelectRows": (from, condition) => ({
    ...tableOf(from),
    rows: tableOf(from).rows.filter((row) => {
      const chosen = called(condition, rowRecord(tableOf(from), row));
      return chosen !== null && truth(chosen);
    }),
  }),
  "Table.SelectColumns": (from, names) => projected(tableOf(from), namesOf(names), false),
  "Table.RemoveColumns": (from, names) => {
    const gone = namesOf(names).map((name) => columnAt(tableOf(from), name));
    const kept = tableOf(from).columns.filter((_, at) => !gone.includes(at));
    return projected(
      tableOf(from),
      kept.map(({ name }) => name),
      false,
    );
  },
  "Table.RenameColumns": (from, renames) => {
    const pairs = itemsOf(renames).map((each) => each());
    const all = (pairs.every((each) => kindOf(each) === "list") ? pairs : [renames]).map(textsOf);
    for (const [name] of all) columnAt(tableOf(from), name!);
    const columns = tableOf(from).columns.map((column) => ({
      ...column,
      name: all.find(([name]) => name === column.name)?.[1] ?? column.name,
    }));
    return table(columns, tableOf(from).rows);
  },
  "Table.AddColumn": (from, name, generator, type) =>
    table(
      [...tableOf(from).columns, { name: textOf(name), type: type ? as(type, "type") : ANY }],
      tableOf(from).rows.map((row) => [...row, lazy(() => called(generator, rowRecord(tableOf(from), row)))]),
    ),
  "Table.Distinct": (from, by) => {
    const names = by ? namesOf(by) : tableOf(from).columns.map(({ name }) => name);
    return { ...tableOf(from), rows: [...grouped(tableOf(from), names).values()].map(([first]) => first!) };
  },
  "Table.Group": (from, key, aggregations) => {
    const keys = namesOf(key).map((name) => tableOf(from).columns[columnAt(tableOf(from), name)]!);
    const made = itemsOf(aggregations).map((each) => itemsOf(each()).map((part) => part()));
    const own = made.map(([name, , type]): Column => ({
      name: textOf(name!),
      type: type ? as(type, "type") : ANY,
    }));
    const rows = [...grouped(tableOf(from), namesOf(key)).values()].map((group) => [
      ...keys.map(({ name }) => group[0]![columnAt(tableOf(from), name)]!),
      ...made.map(([, aggregate]) => lazy(() => called(aggregate!, { ...tableOf(from), rows: group }))),
    ]);
    return table([...keys, ...own], rows);
  },
  "Table.Join": join,
  "Table.SelectRowsWithErrors": (from, columns) => withErrors(from, columns, true),
  "Table.RemoveRowsWithErrors": (from, columns) => withErrors(from, columns, false),
  "Table.ReplaceErrorValues": (from, replacements) => {
    const pairs = itemsOf(replacements).map((each) => itemsOf(each()));
    const by = new Map(pairs.map(([name, value]) => [columnAt(tableOf(from), textOf(name!())), value!]));
    return {
      ...tableOf(from),
      rows: tableOf(from).rows.map((row) => row.map((cell, at) => (by.has(at) && isError(cell) ? by.get(at)! : cell))),
    };
  },
  "Table.FromColumns": (lists, columns) => {
    const all = itemsOf(lists).map((each) => itemsOf(each()));
    const names = columns ? textsOf(columns) : all.map((_, at) => `Column${at + 1}`);
    const rows = Math.max(0, ...all.map((items) => items.length));
    return table(
      anyColumns(names),
      Array.from({ length: rows }, (_, row) => all.map((items) => items[row] ?? (() => null))),
    );
  },
  "Table.TransformRows": (from, transform) => ({
    kind: "list",
    items: tableOf(from).rows.map((row) => lazy(() => called(transform, rowRecord(tableOf(from), row)))),
  }),
  "Table.ToRecords": (from) => ({
    kind: "list",
    items: tableOf(from).rows.map((row) => () => rowRecord(tableOf(from), row)),
  }),
  "Table.Schema": (from) =>
    table(
      [
        { name: "Name", type: NAMED.get("Text.Type")! },
        { name: "Position", type: NAMED.get("Number.Type")! },
        { name: "TypeName", type: NAMED.get("Text.Type")! },
        { name: "Kind", type: NAMED.get("Text.Type")! },
        { name: "IsNullable", type: NAMED.get("Logical.Type")! },
      ],
      tableOf(from).columns.map(({ name, type }, at) =>
        [name, at, type.name, type.of === "anynonnull" ? "any" : type.of, type.nullable].map((cell) => () => cell),
      ),
    ),
};
