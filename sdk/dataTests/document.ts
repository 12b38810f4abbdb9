import { allowingCombine } from "../definition/privacy";
import { type Expectation, rowsNeeded } from "./expectations";

/** A document that can be evaluated for one query, and the name under which its rows are asked for. */
export interface TestDocument {
  queryName: string;
  customMashupDocument: string;
}

const quoted = (name: string): string => `#"${name.replaceAll('"', '""')}"`;

/**
 * The document as it will be written, and one member more that asks for the first rows of the query: the source is asked for no
 * more than that where the query folds.
 */
export const rowsDocument = (mashup: string, query: string, expectation: Expectation): TestDocument =>
  limitDocument(mashup, query, rowsNeeded(expectation));

export const limitDocument = (mashup: string, query: string, rows: number): TestDocument =>
  withMember(mashup, `${query} (test)`, `Table.FirstN(${quoted(query)}, ${rows})`);

/** A row with the number of rows that hold an error, among the first ones: how errors in cells are encoded is not documented. */
export const errorsDocument = (mashup: string, query: string, expectation: Expectation): TestDocument =>
  withMember(
    mashup,
    `${query} (errors)`,
    `#table({"errors"}, {{Table.RowCount(Table.SelectRowsWithErrors(Table.FirstN(${quoted(query)}, ${rowsNeeded(expectation)})))}})`,
  );

/** The document is evaluated on its own: what its query combines must be allowed in it, whatever the metadata says. */
const withMember = (mashup: string, queryName: string, m: string): TestDocument => ({
  queryName,
  customMashupDocument: allowingCombine(`${mashup.trimEnd()}\nshared ${quoted(queryName)} = ${m};\n`, queryName),
});
