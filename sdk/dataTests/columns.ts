import { nameOfType } from "./columnTypes";
import type { TestDocument } from "./document";
import { ownColumns, readRecordBatches } from "./recordBatches";
import type { Execute } from "./runTest";

/** A column of a result of the service. */
export interface GivenColumn {
  name: string;
  /** The narrowest name of its type, for example `int64` or `text`. */
  type: string;
}

/** Returns the columns that a document's query gives. Throws an `EvaluationError` if the service cannot evaluate it. */
export async function givenColumns(execute: Execute, document: TestDocument): Promise<GivenColumn[]> {
  const { schema, batches } = await readRecordBatches(await execute(document));
  // An error may follow the last row.
  for await (const _batch of batches);
  return ownColumns(schema).map(({ name, type }) => ({ name, type: nameOfType(String(type)) }));
}
