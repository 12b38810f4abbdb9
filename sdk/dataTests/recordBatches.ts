import type { RecordBatch, Schema } from "apache-arrow";

/** The last column of an answer, in which the service reports what went wrong inside a 200. */
const METADATA = "PQ Arrow Metadata";

/** The service could not evaluate the query: its own words. */
export class EvaluationError extends Error {}

/** An answer's columns, and its rows batch by batch: nothing is collected. */
export interface RecordBatches {
  /** Names and types of the columns, the service's own among them. */
  schema: Schema;
  /** The rows. Throws `EvaluationError` where the service reports an error among them. */
  batches: AsyncIterable<RecordBatch>;
}

/**
 * Reads an Apache Arrow IPC stream. Throws `EvaluationError` where the service reports an error inside it, and an Error where the
 * stream is cut.
 */
export async function readRecordBatches(stream: AsyncIterable<Uint8Array>): Promise<RecordBatches> {
  const { RecordBatchReader } = require("apache-arrow") as typeof import("apache-arrow");
  const reader = await RecordBatchReader.from(stream);
  await reader.open();
  const { schema } = reader;
  const reported = errorIn(schema.metadata.get(METADATA));
  if (reported !== undefined) throw new EvaluationError(reported);
  return { schema, batches: withoutErrors(reader as AsyncIterable<RecordBatch>) };
}

async function* withoutErrors(reader: AsyncIterable<RecordBatch>): AsyncGenerator<RecordBatch> {
  for await (const batch of reader) {
    const metadata = batch.getChild(METADATA);
    if (metadata !== null && metadata.nullCount < metadata.length)
      for (const value of metadata) {
        const reported = errorIn(value);
        if (reported !== undefined) throw new EvaluationError(reported);
      }
    yield batch;
  }
}

/** The columns that are the query's own. */
export const ownColumns = (schema: Schema): Schema["fields"] => schema.fields.filter(({ name }) => name !== METADATA);

/** The error in a value of that column, which may hold other facts too. */
function errorIn(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  const found = (parsed as { Error?: unknown } | null)?.Error;
  if (found === undefined || found === null || found === "") return undefined;
  return typeof found === "string" ? found : JSON.stringify(found);
}
