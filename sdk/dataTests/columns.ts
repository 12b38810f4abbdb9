import { nameOfType } from "./columnTypes";
import type { TestDocument } from "./document";
import { ownColumns, readRecordBatches } from "./recordBatches";
import type { Execute } from "./runTest";

/** A column as the service gives it. */
export interface GivenColumn {
  name: string;
  /** `int64`, `text`: the narrowest name of its type. */
  type: string;
}

/** The columns that a document's query gives. Throws `EvaluationError` where the service cannot evaluate it. */
export async function givenColumns(execute: Execute, document: TestDocument): Promise<GivenColumn[]> {
  const { schema, batches } = await readRecordBatches(await execute(document));
  // An error may stand behind the last row.
  for await (const _batch of batches);
  return ownColumns(schema).map(({ name, type }) => ({ name, type: nameOfType(String(type)) }));
}
