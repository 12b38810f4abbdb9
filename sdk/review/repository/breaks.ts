import type { Break, DataflowChange, DestinationState, Reader } from "../document";
import type { Read } from "./readers";

/** What a change of a dataflow breaks for those who read its queries and tables. `reads` are those of this dataflow alone. */
export function breaksOf(change: DataflowChange, reads: readonly Read[]): Break[] {
  return [...brokenQueries(change, reads), ...brokenTables(change, reads)];
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

function brokenTables(change: DataflowChange, reads: readonly Read[]): Break[] {
  return change.destinations.flatMap(({ kind, query, before, after }): Break[] => {
    if (!before) return [];
    const was = change.queries.find(({ name }) => name === query)?.was ?? query;
    const table = tableName(before);
    const broken = (rule: string, message: string): Break[] => [
      {
        verdict: "breaking",
        rule,
        query,
        ...(table !== undefined && { table }),
        message,
        readers: [...readers(reads, query, "table"), ...(was === query ? [] : readers(reads, was, "table"))],
      },
    ];
    if (kind === "removed") return broken("destination-gone", "is not written to its table any more");
    if (after && !isSamePlace(before, after)) return broken("destination-moved", "is written to another table");
    if (before.updateMethod === "Append" && after?.updateMethod === "Replace")
      return broken("append-to-replace", "replaces the rows that it appended to before");
    return [];
  });
}

const PLACE = ["item", "itemName", "schema", "table"] as const;

/** What is not known on one side is not another place. */
const isSamePlace = (a: DestinationState, b: DestinationState): boolean =>
  PLACE.every((key) => a[key] === undefined || b[key] === undefined || a[key].toLowerCase() === b[key].toLowerCase());

const tableName = ({ schema, table }: DestinationState): string | undefined =>
  schema === undefined || table === undefined ? table : `${schema}.${table}`;

function readers(reads: readonly Read[], query: string, through: Read["through"]): Reader[] {
  const found = reads
    .filter((read) => read.through === through && read.query.toLowerCase() === query.toLowerCase())
    .map(({ to, reader }) => ({ path: to.path, query: reader }));
  return [...new Map(found.map((reader) => [JSON.stringify(reader), reader])).values()];
}
