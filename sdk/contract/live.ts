import { columnKey, columnsOf } from "./columnChanges";
import { retyped } from "./retyped";
import type { Finding, Rule } from "./verdicts";
import type { DeclaredTable } from "./writtenTables";

/** The columns that a query gives now and those that its table has, both read from the service. */
export interface LiveColumns {
  given: readonly { name: string; type: string }[];
  /** Undefined if the table could not be read. Empty if the table does not exist yet. */
  has: readonly { name: string; type: string }[] | undefined;
}

/**
 * Compares a table with what the service has. Returns the verdicts, and in `lacking` the columns that the mapping names and the query does not
 * give: a run fails because of them.
 */
export function compareLive(
  table: DeclaredTable,
  { given, has }: LiveColumns,
): { lacking: string[]; findings: Finding[] } {
  const { schema, place, mapping } = table;
  const byKey = new Map(given.map((column) => [columnKey(column.name), column]));
  const lacking = (mapping ?? []).filter(({ source }) => !byKey.has(columnKey(source))).map(({ source }) => source);
  if (schema === undefined || has === undefined || has.length === 0) return { lacking, findings: [] };
  const written = mapping ?? given.map(({ name }) => ({ source: name, destination: name }));
  const listed = written.map(({ source, destination }) => ({
    name: destination,
    source: undefined,
    type: byKey.get(columnKey(source))?.type,
  }));
  const old = { ...table, columns: { listed: has.map((column) => ({ ...column, source: undefined })), open: false } };
  const { kept, lost, added } = columnsOf(old, { ...table, columns: { listed, open: false } });
  const say = (verdict: Finding["verdict"], rule: Rule, message: string, column: string): Finding => ({
    verdict,
    rule,
    query: table.query,
    table: { ...old, place },
    column,
    message,
  });
  const types = kept
    .filter(({ was, is }) => retyped(was.type, is.type) === "family")
    .map(({ was, is }) =>
      say("warning", "column-retyped", `is ${is.type} in the query, and ${was.type} in the table`, is.name),
    );
  // A fixed table keeps the columns that are not written.
  const names =
    schema === "fixed"
      ? []
      : [
          ...lost.map(({ name }) =>
            say("breaking", "column-gone", "is in the table, but the query does not return it any more", name),
          ),
          ...added.map(({ name }) => say("note", "column-new", "is new", name)),
        ];
  return { lacking, findings: [...names, ...types] };
}
