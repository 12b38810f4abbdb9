import type { RecordBatch, RecordBatchReader, Schema } from "apache-arrow";
import { ending } from "../common/ending";

/** The last column of a response, in which the service reports what went wrong inside a 200. */
const METADATA = "PQ Arrow Metadata";

/** The service could not evaluate the query: its own words. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}

/** A response's columns, and its rows batch by batch: nothing is collected. */
export interface RecordBatches {
  /** Names and types of the columns, the service's own among them. */
  schema: Schema;
  /**
   * The rows. Throws `EvaluationError` where the service reports an error among them. Read them to their end, or call `return()`: until
   * then the response stays open.
   */
  batches: AsyncIterableIterator<RecordBatch>;
}

/**
 * Reads an Apache Arrow IPC stream. Throws `EvaluationError` where the service reports an error inside it, and an Error where the
 * stream is cut or is no such stream. What ends the reading early cancels the stream.
 */
export async function readRecordBatches(stream: AsyncIterable<Uint8Array>): Promise<RecordBatches> {
  const source = new Source(stream);
  try {
    const reader = await open(source);
    const { schema } = reader;
    const reported = errorIn(schema.metadata.get(METADATA));
    if (reported !== undefined) throw new EvaluationError(reported);
    return { schema, batches: ending(withoutErrors(reader, source), () => source.cancel()) };
  } catch (error) {
    source.cancel();
    throw source.explain(error);
  }
}

async function open(source: Source): Promise<RecordBatchReader> {
  const arrow = require("apache-arrow") as typeof import("apache-arrow");
  const reader = await arrow.RecordBatchReader.from(source.bytes);
  await reader.open();
  // The reader takes four zeros, or nothing at all, as the end of a stream that has no schema.
  if ((reader.schema as Schema | undefined) === undefined) throw new Error("it has no schema");
  return reader;
}

async function* withoutErrors(reader: RecordBatchReader, source: Source): AsyncGenerator<RecordBatch> {
  try {
    for await (const batch of reader as AsyncIterable<RecordBatch>) {
      const metadata = batch.getChild(METADATA);
      if (metadata !== null && metadata.nullCount < metadata.length)
        for (const value of metadata) {
          const reported = errorIn(value);
          if (reported !== undefined) throw new EvaluationError(reported);
        }
      yield batch;
    }
  } catch (error) {
    throw source.explain(error);
  }
}

/** The bytes of a response, with what is needed to end it early and to tell its own failure from the reader's. */
class Source {
  readonly bytes: AsyncIterableIterator<Uint8Array>;
  private readonly iterator: AsyncIterator<Uint8Array>;
  private failure: unknown;

  constructor(stream: AsyncIterable<Uint8Array>) {
    const iterator = stream[Symbol.asyncIterator]();
    this.iterator = iterator;
    this.bytes = {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () =>
        iterator.next().catch((error: unknown) => {
          this.failure = error;
          throw error;
        }),
      return: async () => {
        this.cancel();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  /** Not awaited: a stream that has fallen silent may take its time. */
  cancel(): void {
    this.iterator.return?.().catch(() => {});
  }

  /** What to throw for an error that the reader threw. */
  explain(error: unknown): unknown {
    if (this.failure !== undefined) return this.failure;
    if (error instanceof EvaluationError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new Error(`the response is not an Apache Arrow stream, or not the whole of one: ${message}`, {
      cause: error,
    });
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
