import { groupBy } from "../../common/groupBy";
import type { Finding } from "../../contract/verdicts";
import { tableName } from "../../contract/writtenTables";
import type { ReviewedDefinition } from "../definitionChange";
import type { Break, DataflowChange, Reader } from "../document";
import type { Read } from "./readers";

/** What a change of a dataflow does to those who read its queries and tables. `reads` are those of this dataflow alone. */
export function breaksOf({ change, tables }: ReviewedDefinition, reads: readonly Read[]): Break[] {
  const readersOf = indexed(reads);
  return [...brokenQueries(change, readersOf), ...tables.map((finding) => ofTable(finding, readersOf))];
}

/** Who reads a query, or the table that it is written to. */
type ReadersOf = (query: string, through: Read["through"]) => Reader[];

function brokenQueries(change: DataflowChange, readersOf: ReadersOf): Break[] {
  return change.queries.flatMap((query): Break[] => {
    const name = query.was ?? query.name;
    const readBy = readersOf(name, "dataflow");
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

function ofTable({ verdict, rule, query, table, column, renamedTo, message }: Finding, readersOf: ReadersOf): Break {
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
    readers: [...new Set([query, table.query])].flatMap((each) => readersOf(each, "table")),
  };
}

/** The service matches names without regard to case. */
function indexed(reads: readonly Read[]): ReadersOf {
  const keyOf = (query: string, through: Read["through"]) => `${through} ${query.toLowerCase()}`;
  const byQuery = groupBy(reads, ({ query, through }) => keyOf(query, through));
  return (query, through) => {
    const found = (byQuery.get(keyOf(query, through)) ?? []).map(({ to, reader }) => ({
      path: to.path,
      query: reader,
    }));
    return [...new Map(found.map((reader) => [JSON.stringify(reader), reader])).values()];
  };
}
