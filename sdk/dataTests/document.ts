import { textLiteral, writtenName } from "../definition/m/text";
import { Mashup } from "../definition/mashup";
import { allowingCombine } from "../definition/privacy";
import { EvaluationError } from "./evaluationErrors";
import { freeName, hiddenFunction, hiddenFunctionText } from "./freeName";

/** A document that can be evaluated for one query, and the name under which its rows are asked for. */
export interface TestDocument {
  queryName: string;
  customMashupDocument: string;
}

/** Evaluates a document on the service and streams its rows. */
export type Execute = (document: TestDocument) => Promise<AsyncIterable<Uint8Array>>;

/** The document and one member more that asks for the first rows of the query: the source is asked for no more if the query folds. */
export const limitDocument = (mashup: string, query: string, rows: number): TestDocument =>
  withMember(mashup, `${query} (test)`, `Table.FirstN(${writtenName(query)}, ${rows})`);

/** The columns of a query, without a row. */
export const columnsDocument = (mashup: string, query: string): TestDocument =>
  withMember(mashup, `${query} (columns)`, `Table.FirstN(${writtenName(query)}, 0)`);

/** The columns of a table that a query gives, or of one below the item that it gives; none while there is no such table. */
export const tableDocument = (mashup: string, target: string, below: string | undefined): TestDocument =>
  withMember(
    mashup,
    `${target} (table)`,
    `let Table = ${writtenName(target)}${below === undefined ? "" : `{[Id = ${textLiteral(below)}, ItemKind = "Table"]}?[Data]?`} in if Table is table then Table.FirstN(Table, 0) else #table({}, {})`,
  );

/**
 * The document and one member more. It is evaluated on its own: what its query combines must be allowed in it, whatever the metadata says. The
 * member gets another name if the document has that name. Throws `EvaluationError` if a query hides a function that the member needs.
 */
export function withMember(text: string, wanted: string, m: string): TestDocument {
  const mashups = [new Mashup(text, "mashup.pq")];
  const hidden = hiddenFunction(m, mashups);
  if (hidden !== undefined) throw new EvaluationError(hiddenFunctionText(hidden));
  const queryName = freeName(wanted, mashups);
  const whole = `${text.trimEnd()}\nshared ${writtenName(queryName)} = ${m};\n`;
  return { queryName, customMashupDocument: allowingCombine(whole, queryName) };
}
