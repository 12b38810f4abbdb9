import type { AsyncByteStream, RecordBatch, RecordBatchReader, Schema } from "apache-arrow";
import { ending } from "../common/ending";
import { EvaluationError, plainErrors, reportedError } from "./evaluationErrors";
import { endOfFileForm, isOneFile, readFileForm } from "./fileForm";
import { ResponseBytes } from "./responseBytes";

export { EvaluationError };

/** The last column of a result. In it, the service reports errors inside a response with status 200. */
const METADATA = "PQ Arrow Metadata";

/** The columns of a result, and its rows batch by batch. Rows are not collected. */
export interface RecordBatches {
  /** Names and types of the columns, including the service's own column. */
  schema: Schema;
  /**
   * The rows. Throws an `EvaluationError` if the service reports an error among them, or if more bytes follow the data. Read them to their end, or
   * call `return()`: until then the response stays open.
   */
  batches: AsyncIterableIterator<RecordBatch>;
}

/**
 * Reads Apache Arrow IPC in the stream form or the file form. The file form is first read as a whole. Throws an `EvaluationError` if the service
 * reports an error inside it, and an `Error` if it is cut or has another form. Ending the reading early cancels the stream.
 */
export async function readRecordBatches(stream: AsyncIterable<Uint8Array>): Promise<RecordBatches> {
  const source = new ResponseBytes(stream);
  try {
    const arrow = require("apache-arrow") as typeof import("apache-arrow");
    const bytes = new arrow.AsyncByteStream(source.bytes);
    const reader = await open(arrow, bytes);
    const { schema } = reader;
    const metadata = [schema.metadata, ...schema.fields.map((field) => field.metadata)];
    throwReported(metadata.flatMap((entries) => [...entries.values(), ...plainErrors(entries)]));
    return { schema, batches: ending(checked(reader, bytes, source), () => source.cancel()) };
  } catch (error) {
    source.cancel();
    throw source.explain(error);
  }
}

async function open(arrow: typeof import("apache-arrow"), bytes: AsyncByteStream): Promise<RecordBatchReader> {
  const file = await readFileForm(bytes);
  if (file && endOfFileForm(file) < file.length) throwLeftOver(file.subarray(endOfFileForm(file)));
  const reader = await arrow.RecordBatchReader.from((file ?? bytes) as AsyncIterable<Uint8Array>);
  // Otherwise the reader would close the source at the end of its data, and bytes after it would never be seen.
  await reader.open({ autoDestroy: false });
  // The reader takes four zeros, or no bytes at all, as the end of a stream without a schema.
  if ((reader.schema as Schema | undefined) === undefined) throw new Error("it has no schema");
  if (file && !isOneFile(file, reader)) throw new EvaluationError("the result holds more than one file of Arrow's");
  return reader;
}

async function* checked(
  reader: RecordBatchReader,
  bytes: AsyncByteStream,
  source: ResponseBytes,
): AsyncGenerator<RecordBatch> {
  const { schema } = reader;
  const throwIfAnother = () => {
    if (reader.schema !== schema) throw new EvaluationError("the result holds a second table after the first one");
  };
  try {
    for await (const batch of reader as AsyncIterable<RecordBatch>) {
      throwIfAnother();
      const column = batch.getChild(METADATA);
      if (column !== null && column.nullCount < column.length) throwReported(column);
      yield batch;
    }
    throwIfAnother();
    const rest: Uint8Array = (await bytes.read()) ?? new Uint8Array();
    if (rest.byteLength > 0) throwLeftOver(rest);
  } catch (error) {
    throw source.explain(error);
  }
}

function throwLeftOver(rest: Uint8Array): never {
  throwReported([Buffer.from(rest).toString("utf8")]);
  throw new EvaluationError(`the result goes on for ${rest.byteLength} bytes after the end of its data`);
}

function throwReported(values: Iterable<unknown>): void {
  for (const value of values) {
    const reported = reportedError(value);
    if (reported !== undefined) throw new EvaluationError(reported);
  }
}

/** Returns the query's own columns, without the service's. */
export const ownColumns = (schema: Schema): Schema["fields"] => schema.fields.filter(({ name }) => name !== METADATA);
