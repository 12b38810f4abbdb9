import type * as Arrow from "apache-arrow";
import { Switches } from "./options";

export type ColumnType = "text" | "number" | "int64" | "logical" | "datetime" | "datetimezone" | "date";

/** Columns by name. A column without a type in `types` has the type of its first value that is not null. */
export interface QueryTable {
  columns?: Record<string, unknown[]>;
  types?: Record<string, ColumnType>;
  /** The query fails. The error is in the first row of a 200; `columns` follow in further batches. */
  error?: string;
  /** Data after the result, in the same response: another result, the error, or meaningless bytes. */
  followedBy?: "another" | "error" | "bytes";
}

const METADATA = "PQ Arrow Metadata";

function guess(values: unknown[]): ColumnType {
  const first = values.find((value) => value !== null && value !== undefined);
  if (typeof first === "bigint") return "int64";
  if (typeof first === "boolean") return "logical";
  if (first instanceof Date) return "datetime";
  return typeof first === "number" ? "number" : "text";
}

/** The body of a query's response. */
export function arrowBytes(table: QueryTable, switches: Switches): Buffer {
  const withoutError = { ...table, error: undefined };
  const first = oneTable(table.followedBy === "error" ? withoutError : table, switches);
  if (table.followedBy === "another") return Buffer.concat([first, oneTable(withoutError, switches)]);
  if (table.followedBy === "error") return Buffer.concat([first, Buffer.from(errorText(table.error ?? "", switches))]);
  return table.followedBy === "bytes" ? Buffer.concat([first, Buffer.alloc(16, 7)]) : first;
}

const errorText = (error: string, { queryErrorForm }: Switches): string =>
  JSON.stringify(queryErrorForm === "Error" ? { Error: error } : { IsError: true, FaultString: error });

/** A table as the service streams it. The last column is the engine's own and holds the error, if there is one. */
function oneTable({ columns = {}, types = {}, error }: QueryTable, switches: Switches): Buffer {
  // Loaded here: most emulators never serve a query.
  const arrow = require("apache-arrow") as typeof Arrow;
  const vector = (values: unknown[], type: ColumnType): Arrow.Vector => {
    switch (type) {
      case "int64":
        return arrow.vectorFromArray(
          values.map((v) => (v === null ? null : BigInt(v as number))),
          new arrow.Int64(),
        );
      case "number":
        return arrow.vectorFromArray(values as (number | null)[], new arrow.Float64());
      case "logical":
        return arrow.vectorFromArray(values as (boolean | null)[], new arrow.Bool());
      case "datetime":
        return arrow.vectorFromArray(values.map(toDate), new arrow.TimestampMicrosecond());
      case "date":
        return arrow.vectorFromArray(values.map(toDate), new arrow.DateDay());
      default:
        return arrow.vectorFromArray(
          values.map((v) => (v === null ? null : String(v))),
          new arrow.Utf8(),
        );
    }
  };
  const metadata = error === undefined ? undefined : errorText(error, switches);
  const inSchema = metadata !== undefined && switches.queryErrorPlace !== "column";
  const rows = Math.max(0, ...Object.values(columns).map((values) => values.length));
  const vectors: Record<string, Arrow.Vector> = {};
  const first = metadata === undefined || inSchema ? [] : [null];
  for (const [name, values] of Object.entries(columns))
    vectors[name] = vector([...first, ...values], types[name] ?? guess(values));
  if (first.length > 0) vectors[METADATA] = vector([metadata, ...Array.from({ length: rows }, () => null)], "text");
  else if (switches.queryMetadataColumn)
    vectors[METADATA] = vector(
      Array.from({ length: rows }, () => null),
      "text",
    );
  const whole = new arrow.Table(vectors);
  const table = first.length > 0 && rows > 0 ? whole.slice(0, 1).concat(whole.slice(1)) : whole;
  if (inSchema) table.schema.metadata.set(switches.queryErrorPlace === "schema" ? METADATA : "pq", metadata);
  return Buffer.from(arrow.tableToIPC(table, switches.queryForm));
}

function toDate(value: unknown): Date | null {
  return value === null || value === undefined ? null : new Date(value as string | number | Date);
}
