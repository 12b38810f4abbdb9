import type { Finding } from "../../contract/verdicts";
import { tableName } from "../../contract/writtenTables";
import type { ReviewedDefinition } from "../definitionChange";
import type { Break, DataflowChange, Reader } from "../document";
import type { Read } from "./readers";

/** What a change of a dataflow does to those who read its queries and tables. `reads` are those of this dataflow alone. */
export function breaksOf({ change, tables }: ReviewedDefinition, reads: readonly Read[]): Break[] {
  return [...brokenQueries(change, reads), ...tables.map((finding) => ofTable(finding, reads))];
}

function brokenQueries(change: DataflowChange, reads: readonly Read[]): Break[] {
  const readersOf = (query: string) => readers(reads, query, "dataflow");
  return change.queries.flatMap((query): Break[] => {
    const name = query.was ?? query.name;
    const readBy = readersOf(name);
    if (readBy.length === 0) return [];
    const broken = (rule: string, message: string): Break[] => [
      { verdict: "breaking", rule, query: name, message, readers: readBy },
    ];
    if (query.kind === "removed") return broken("query-gone", "is removed and read by other dataflows");
    if (query.was !== undefined) return broken("query-renamed", "is renamed and read by its old name");
    const load = query.settings.find((setting) => setting.name === "loadEnabled");
    return load?.after === false
      ? broken("query-not-loaded", "is not loaded any more and read by other dataflows")
      : [];
  });
}

function ofTable({ verdict, rule, query, table, column, renamedTo, message }: Finding, reads: readonly Read[]): Break {
  const name = tableName(table.place);
  return {
    verdict,
    rule,
    query,
    ...(name !== undefined && { table: name }),
    ...(column !== undefined && { column }),
    ...(renamedTo !== undefined && { renamedTo }),
    message,
    // It may have been written by a query of another name.
    readers: [...new Set([query, table.query])].flatMap((each) => readers(reads, each, "table")),
  };
}

function readers(reads: readonly Read[], query: string, through: Read["through"]): Reader[] {
  const found = reads
    .filter((read) => read.through === through && read.query.toLowerCase() === query.toLowerCase())
    .map(({ to, reader }) => ({ path: to.path, query: reader }));
  return [...new Map(found.map((reader) => [JSON.stringify(reader), reader])).values()];
}
