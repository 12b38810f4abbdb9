import { groupBy } from "../../common/groupBy";
import type { Finding } from "../../contract/verdicts";
import { tableName } from "../../contract/writtenTables";
import type { ReviewedDefinition } from "../definitionChange";
import type { Break, DataflowChange, Reader } from "../document";
import type { Read } from "./readers";

/** Returns the effects of a dataflow's change on those who read its queries and tables. `reads`: the reads of this dataflow only. */
export function breaksOf({ change, tables }: ReviewedDefinition, reads: readonly Read[]): Break[] {
  const readersOf = indexed(reads);
  return [...brokenQueries(change, readersOf), ...tables.map((finding) => ofTable(finding, readersOf))];
}

/** Returns the readers of a query, or of the table that it is written to. */
type ReadersOf = (query: string, through: Read["through"]) => Reader[];

function brokenQueries(change: DataflowChange, readersOf: ReadersOf): Break[] {
  return change.queries.flatMap((query): Break[] => {
    const name = query.was ?? query.name;
    const readBy = readersOf(name, "dataflow");
    if (readBy.length === 0) return [];
    const broken = (rule: string, message: string): Break[] => [
      { verdict: "breaking", rule, query: name, message, readers: readBy },
    ];
    if (query.kind === "removed") return broken("query-gone", "is removed, but other dataflows read it");
    if (query.was !== undefined)
      return broken("query-renamed", "is renamed, but other dataflows read it by its old name");
    const load = query.settings.find((setting) => setting.name === "loadEnabled");
    return load?.after === false
      ? broken("query-not-loaded", "is not loaded any more, but other dataflows read it")
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
    // A query with another name may have written the table before.
    readers: [...new Set([query, table.query])].flatMap((each) => readersOf(each, "table")),
  };
}

/** Indexes the reads by query. Case is ignored, as the service ignores it in names of queries. */
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
