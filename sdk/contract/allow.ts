import type { Finding } from "./verdicts";
import { tableName, type WrittenTable } from "./writtenTables";

/** The breaking findings, sorted by what the program allows. */
export interface Allowed {
  allowed: Finding[];
  /** Breaking, and not allowed. */
  left: Finding[];
  /** Allowed names that match no written query, no written table and no known column. */
  unmatched: string[];
}

/**
 * Sorts breaking findings by what the program allows. `Orders` or `dbo.Orders` (a query or its table) allows every finding about it,
 * `Orders.Amount` those about one column.
 */
export function allowBreaking(
  findings: readonly Finding[],
  names: readonly string[],
  tables: readonly WrittenTable[],
): Allowed {
  const breaking = findings.filter(({ verdict }) => verdict === "breaking");
  const isAllowed = (finding: Finding): boolean => namesOf(finding).some((name) => names.includes(name));
  const known = new Set([...tables.flatMap(namesOfTable), ...findings.flatMap(namesOf)]);
  const unmatched = names.filter((name) => !known.has(name) && !isColumnOfOpen(name, tables));
  return {
    allowed: breaking.filter(isAllowed),
    left: breaking.filter((finding) => !isAllowed(finding)),
    unmatched,
  };
}

const subjects = ({ query, place }: WrittenTable): string[] =>
  [query, place.table, tableName(place)].filter((name) => name !== undefined);

const namesOf = ({ query, table, column }: Finding): string[] =>
  [query, ...subjects(table)].flatMap((name) => [name, ...(column === undefined ? [] : [`${name}.${column}`])]);

const namesOfTable = (table: WrittenTable): string[] =>
  subjects(table).flatMap((name) => [name, ...table.columns.listed.map((column) => `${name}.${column.name}`)]);

/** True if the name is a column of a table that may have columns beside the known ones. */
const isColumnOfOpen = (name: string, tables: readonly WrittenTable[]): boolean =>
  tables.some((table) => table.columns.open && subjects(table).some((subject) => name.startsWith(`${subject}.`)));
