import { columnKey, columnsOf } from "./columnChanges";
import { retyped } from "./retyped";
import type { Finding, Rule } from "./verdicts";
import type { DeclaredTable } from "./writtenTables";

/** What the service says of a table: the columns that its query gives now, and those that the table has. */
export interface LiveColumns {
  given: readonly { name: string; type: string }[];
  /** Undefined: it could not be read. None: there is no such table yet. */
  has: readonly { name: string; type: string }[] | undefined;
}

/** Verdicts by what the service says, and the columns that a mapping names and the query does not give: with them a run fails. */
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
  // A fixed table keeps what is not written to it.
  const names =
    schema === "fixed"
      ? []
      : [
          ...lost.map(({ name }) =>
            say("breaking", "column-gone", "is in the table, and the query gives it no longer", name),
          ),
          ...added.map(({ name }) => say("note", "column-new", "is new", name)),
        ];
  return { lacking, findings: [...names, ...types] };
}
