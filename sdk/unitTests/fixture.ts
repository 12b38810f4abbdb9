import { textLiteral } from "../definition/m/text";
import type { Given } from "./caseFile";
import type { Cell } from "./cells";
import type { Column } from "./columns";
import type { RowSet } from "./rowSet";

/** Returns the M that stands in for a query or a step. */
export const fixture = (given: Given): string => (given.kind === "rows" ? tableOf(given.rows) : cellM(given.cell));

/**
 * `#table` converts nothing: each value is the literal of its own type, and the column's type declares it. A column
 * without a declared type has the type of its values, or `any` if they differ or there are none.
 */
function tableOf({ columns, rows }: RowSet): string {
  if (columns.length === 0) return "#table({}, {})";
  const fields = columns.map((column, index) => `#${textLiteral(column.name)} = ${typeOf(column, index, rows)}`);
  const lines = rows.map((cells) => `      {${columns.map((_, index) => cellM(cells[index])).join(", ")}}`);
  const list = lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n    }`;
  return `#table(\n    type table [${fields.join(", ")}],\n    ${list}\n  )`;
}

function typeOf({ type }: Column, index: number, rows: RowSet["rows"]): string {
  if (type) return type.m;
  const kinds = new Set(
    rows.map((cells) => cells[index]?.kind ?? "null").filter((kind) => kind !== "null" && kind !== "error"),
  );
  const [kind] = kinds;
  return kinds.size === 1 ? `nullable ${kind}` : "any";
}

function cellM(cell: Cell | undefined): string {
  if (cell === undefined || cell.kind === "null") return "null";
  return cell.kind === "error" ? `error ${textLiteral(cell.message ?? "an error of the test")}` : cell.m;
}
