import { textLiteral, writtenName } from "../definition/m/text";
import { Mashup } from "../definition/mashup";
import { allowingCombine } from "../definition/privacy";
import { EvaluationError } from "./evaluationErrors";
import { freeName, hiddenFunction, hiddenFunctionText } from "./freeName";

/** A document to evaluate, and the name of the query in it that gives the rows. */
export interface TestDocument {
  queryName: string;
  customMashupDocument: string;
}

/** Evaluates a document on the service and streams its rows. */
export type Execute = (document: TestDocument) => Promise<AsyncIterable<Uint8Array>>;

/** Returns the document with one more member that takes the first rows of the query. If the query folds, the source gives no more rows than these. */
export const limitDocument = (mashup: string, query: string, rows: number): TestDocument =>
  withMember(mashup, `${query} (test)`, `Table.FirstN(${writtenName(query)}, ${rows})`);

/** Returns a document for the columns of a query, without rows. */
export const columnsDocument = (mashup: string, query: string): TestDocument =>
  withMember(mashup, `${query} (columns)`, `Table.FirstN(${writtenName(query)}, 0)`);

/** Returns a document for the columns of a query's table, or of the table `below` in the query's item. No columns if the table does not exist yet. */
export const tableDocument = (mashup: string, target: string, below: string | undefined): TestDocument =>
  withMember(
    mashup,
    `${target} (table)`,
    `let Table = ${writtenName(target)}${below === undefined ? "" : `{[Id = ${textLiteral(below)}, ItemKind = "Table"]}?[Data]?`} in if Table is table then Table.FirstN(Table, 0) else #table({}, {})`,
  );

/**
 * Returns the document with one more member. It is evaluated without the metadata, so the document itself must allow the query to combine its
 * sources. The member gets another name if the document already has that name. Throws an `EvaluationError` if a query hides a function that the
 * member needs.
 */
export function withMember(text: string, wanted: string, m: string): TestDocument {
  const mashups = [new Mashup(text, "mashup.pq")];
  const hidden = hiddenFunction(m, mashups);
  if (hidden !== undefined) throw new EvaluationError(hiddenFunctionText(hidden));
  const queryName = freeName(wanted, mashups);
  const whole = `${text.trimEnd()}\nshared ${writtenName(queryName)} = ${m};\n`;
  return { queryName, customMashupDocument: allowingCombine(whole, queryName) };
}
