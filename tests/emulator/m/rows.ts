import type { ColumnType, QueryTable } from "../arrow";
import { NAMED } from "./types";
import { as, expression, isMoment, kindOf, type Column, type MType, type Table, type Value } from "./values";

const TYPES: Readonly<Record<ColumnType, string>> = {
  text: "Text.Type",
  number: "Number.Type",
  int64: "Int64.Type",
  logical: "Logical.Type",
  datetime: "DateTime.Type",
  datetimezone: "DateTimeZone.Type",
  date: "Date.Type",
};

/** A cell with an error, in rows of a test. */
export interface ErrorCell {
  error: string;
}

const isErrorCell = (value: unknown): value is ErrorCell =>
  typeof value === "object" && value !== null && "error" in value;

/** Given rows as a table of M. */
export function tableOf({ columns = {}, types = {}, error }: QueryTable): Table {
  if (error !== undefined) {
    const [, reason = "Expression.Error", message = error] = /^(\w+\.\w+): (.*)$/s.exec(error) ?? [];
    throw Object.assign(expression(message), { reason });
  }
  const all = Object.entries(columns);
  const own = all.map(([name, values]): Column => ({ name, type: NAMED.get(TYPES[types[name] ?? guess(values)])! }));
  const count = Math.max(0, ...all.map(([, values]) => values.length));
  return {
    kind: "table",
    columns: own.map(({ name, type }) => ({ name, type: { ...type, nullable: true } })),
    rows: Array.from({ length: count }, (_, row) =>
      all.map(
        ([, values], at) =>
          () =>
            cell(values[row] ?? null, own[at]!.type),
      ),
    ),
  };
}

function guess(values: readonly unknown[]): ColumnType {
  const first = values.find((value) => value !== null && value !== undefined && !isErrorCell(value));
  if (typeof first === "bigint") return "int64";
  if (typeof first === "boolean") return "logical";
  if (first instanceof Date) return "datetime";
  return typeof first === "number" ? "number" : "text";
}

function cell(value: unknown, type: MType): Value {
  if (isErrorCell(value)) throw expression(value.error);
  if (value === null) return null;
  if (["date", "datetime", "datetimezone"].includes(type.of))
    return { kind: type.of as "date", ms: new Date(value as string).getTime() };
  return typeof value === "bigint" ? Number(value) : (value as Value);
}

/** A table of M as the service streams it. */
export function resultOf(value: Value): QueryTable {
  if (kindOf(value) !== "table") throw expression(`We cannot convert a value of type ${kindOf(value)} to type Table.`);
  const { columns, rows } = as(value, "table");
  return {
    columns: Object.fromEntries(columns.map(({ name }, at) => [name, rows.map((row) => plain(row[at]!()))])),
    types: Object.fromEntries(
      columns.flatMap(({ name, type }) => {
        const known = (Object.keys(TYPES) as ColumnType[]).find((each) => TYPES[each] === type.name);
        return known ? [[name, known]] : [];
      }),
    ),
  };
}

function plain(value: Value): unknown {
  if (isMoment(value)) return new Date(value.ms);
  return typeof value === "object" && value !== null ? `[${kindOf(value)}]` : value;
}
