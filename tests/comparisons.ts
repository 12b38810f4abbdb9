import type { RegisteredTable } from "./emulator/queries";

type Counts = Readonly<Record<string, number>>;

export type Line = readonly [what: string, column: string | null, number: number];

/** A table of counts, as the service returns it. */
export function lineTable(query: string, lines: readonly Line[]): RegisteredTable {
  const [What, Column, Number] = ([0, 1, 2] as const).map((at) => lines.map((line) => line[at]));
  return { query, columns: { What: What!, Column: Column!, Number: Number! }, types: { Number: "int64" } };
}

/** The service's result of a comparison: counts, and the changed cells by column. */
const countsTable = (query: string, counts: Counts, cells: Counts = {}): RegisteredTable =>
  lineTable(`${query} (compared)`, [
    ...Object.entries(counts).map(([what, number]): Line => [what, null, number]),
    ...Object.entries(cells).map(([column, number]): Line => ["changed cells", column, number]),
  ]);

/** The same for a document that joins two versions of a query. Each has its own word. */
export const comparedForms = (query: string, words: readonly [string, string], counts: Counts, cells?: Counts) => ({
  ...countsTable(query, counts, cells),
  reaches: [...words.map((word) => `"${word}"`), "Table.Join", "JoinKind.FullOuter"],
});
