import type { AsyncByteStream, RecordBatchReader } from "apache-arrow";

/*
 * Arrow's file form: a header, the record batches, a footer with their places, the length of the footer, and the magic text again.
 * https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format
 */
const MAGIC = "ARROW1";
const HEADER = 8;
const END = 4 + MAGIC.length;
/** The longest gap between the last batch and the footer, in bytes: it holds the mark of the stream's end. */
const LONGEST_GAP = 16;

/** Returns all bytes of a result in the file form. Undefined if it has the stream form; then nothing is read. */
export async function readFileForm(bytes: AsyncByteStream): Promise<Buffer | undefined> {
  const begin = await bytes.peek(HEADER);
  if (!begin || Buffer.from(begin).toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  return Buffer.from((await bytes.read()) ?? []);
}

interface Block {
  offset: number;
  metaDataLength: number;
  bodyLength: number;
}

interface Footer {
  recordBatches(): Iterable<Block>;
  dictionaryBatches(): Iterable<Block>;
}

/** Returns the end of the file form in these bytes. */
export const endOfFileForm = (file: Buffer): number => file.lastIndexOf(MAGIC) + MAGIC.length;

/** True if the bytes are one file. The library uses the last footer, even if that belongs to another file after the first. */
export function isOneFile(file: Buffer, reader: RecordBatchReader): boolean {
  const footerAt = file.length - END - file.readInt32LE(file.length - END);
  const { _footer: footer } = (reader as unknown as { _impl: { _footer: Footer } })._impl;
  const blocks = [...footer.recordBatches(), ...footer.dictionaryBatches()];
  if (blocks.length === 0) return file.indexOf(MAGIC, HEADER) === file.lastIndexOf(MAGIC);
  const last = Math.max(
    ...blocks.map(({ offset, metaDataLength, bodyLength }) => offset + metaDataLength + bodyLength),
  );
  return footerAt >= last && footerAt - last <= LONGEST_GAP;
}
