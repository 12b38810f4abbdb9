import type { Finding } from "./verdicts";
import { tableName, type WrittenTable } from "./writtenTables";

/** Breaking changes that are meant, and names that fit nothing. */
export interface Allowed {
  allowed: Finding[];
  /** Breaking, and not allowed. */
  left: Finding[];
  /** Names that fit no written query or table, or no column of it that is known, */
  strangers: string[];
}

/**
 * Sorts breaking findings by what the program allows: `Orders`, `dbo.Orders` (a query or its table: all of it), `Orders.Amount` (one column).
 */
export function allowBreaking(
  findings: readonly Finding[],
  names: readonly string[],
  tables: readonly WrittenTable[],
): Allowed {
  const breaking = findings.filter(({ verdict }) => verdict === "breaking");
  const isAllowed = (finding: Finding): boolean => namesOf(finding).some((name) => names.includes(name));
  const known = new Set([...tables.flatMap(namesOfTable), ...findings.flatMap(namesOf)]);
  const strangers = names.filter((name) => !known.has(name) && !isColumnOfOpen(name, tables));
  return {
    allowed: breaking.filter(isAllowed),
    left: breaking.filter((finding) => !isAllowed(finding)),
    strangers,
  };
}

const subjects = ({ query, place }: WrittenTable): string[] =>
  [query, place.table, tableName(place)].filter((name) => name !== undefined);

const namesOf = ({ query, table, column }: Finding): string[] =>
  [query, ...subjects(table)].flatMap((name) => [name, ...(column === undefined ? [] : [`${name}.${column}`])]);

const namesOfTable = (table: WrittenTable): string[] =>
  subjects(table).flatMap((name) => [name, ...table.columns.listed.map((column) => `${name}.${column.name}`)]);

/** A column that the table may have. */
const isColumnOfOpen = (name: string, tables: readonly WrittenTable[]): boolean =>
  tables.some((table) => table.columns.open && subjects(table).some((subject) => name.startsWith(`${subject}.`)));
