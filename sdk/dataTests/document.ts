import { textLiteral } from "../definition/m/text";
import { allowingCombine } from "../definition/privacy";
import { type Expectation, rowsNeeded } from "./expectations";

/** A document that can be evaluated for one query, and the name under which its rows are asked for. */
export interface TestDocument {
  queryName: string;
  customMashupDocument: string;
}

/** Evaluates a document on the service and streams its rows. */
export type Execute = (document: TestDocument) => Promise<AsyncIterable<Uint8Array>>;

const quoted = (name: string): string => `#"${name.replaceAll('"', '""')}"`;

/**
 * The document as it will be written, and one member more that asks for the first rows of the query: the source is asked for no
 * more than that where the query folds.
 */
export const rowsDocument = (mashup: string, query: string, expectation: Expectation): TestDocument =>
  limitDocument(mashup, query, rowsNeeded(expectation));

export const limitDocument = (mashup: string, query: string, rows: number): TestDocument =>
  withMember(mashup, `${query} (test)`, `Table.FirstN(${quoted(query)}, ${rows})`);

/** The columns of a query, without a row. */
export const columnsDocument = (mashup: string, query: string): TestDocument =>
  withMember(mashup, `${query} (columns)`, `Table.FirstN(${quoted(query)}, 0)`);

/** The columns of a table that a query gives, or of one below the item that it gives; none while there is no such table. */
export const tableDocument = (mashup: string, target: string, below: string | undefined): TestDocument =>
  withMember(
    mashup,
    `${target} (table)`,
    `let Table = ${quoted(target)}${below === undefined ? "" : `{[Id = ${textLiteral(below)}, ItemKind = "Table"]}?[Data]?`} in if Table is table then Table.FirstN(Table, 0) else #table({}, {})`,
  );

/** The document is evaluated on its own: what its query combines must be allowed in it, whatever the metadata says. */
export const withMember = (mashup: string, queryName: string, m: string): TestDocument => ({
  queryName,
  customMashupDocument: allowingCombine(`${mashup.trimEnd()}\nshared ${quoted(queryName)} = ${m};\n`, queryName),
});
