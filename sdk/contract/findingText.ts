import { harmless } from "../common/harmless";
import type { Finding } from "./verdicts";
import { tableName } from "./writtenTables";

/** Returns a text like `Orders (lakehouse 2222..., table dbo.Orders): the column Amount is gone`. */
export function findingText({ query, table: { place }, column, renamedTo, message }: Finding): string {
  const { item, itemName } = place;
  const table = tableName(place);
  const where = [
    ...(item === undefined ? [] : [itemName === undefined ? item : `${item} ${itemName}`]),
    ...(table === undefined ? [] : [`table ${table}`]),
  ].join(", ");
  const subject = column === undefined ? "the table" : `the column ${column}`;
  return `${harmless(query)}${where === "" ? "" : ` (${harmless(where)})`}: ${harmless(subject)} ${message}${renamedTo === undefined ? "" : `: ${harmless(renamedTo)}`}`;
}
