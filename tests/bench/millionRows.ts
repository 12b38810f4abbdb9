import { RecordBatchStreamWriter, tableFromArrays, type RecordBatch } from "apache-arrow";
import { evaluate } from "../../sdk/dataTests/evaluate";
import { readRecordBatches } from "../../sdk/dataTests/recordBatches";

/** A stream of `batches` times 10,000 rows, made batch by batch so that it is never whole in memory. */
async function* stream(batches: number): AsyncGenerator<Uint8Array> {
  const rows = 10_000;
  const [batch] = tableFromArrays({
    Id: Int32Array.from({ length: rows }, (_, i) => i),
    Name: Array.from({ length: rows }, (_, i) => `customer ${i}`),
    Amount: Float64Array.from({ length: rows }, (_, i) => i / 3),
  }).batches as [RecordBatch];
  const writer = new RecordBatchStreamWriter();
  const bytes = writer[Symbol.asyncIterator]();
  for (let i = 0; i < batches; i++) {
    writer.write(batch);
    if (i === batches - 1) writer.finish();
    // What one batch became is taken before the next is made.
    yield* taken(bytes, i === batches - 1);
  }
}

async function* taken(bytes: AsyncIterator<Uint8Array>, all: boolean): AsyncGenerator<Uint8Array> {
  for (;;) {
    const next = await (all
      ? bytes.next()
      : Promise.race([bytes.next(), new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)))]));
    if (next === undefined || next.done) return;
    yield next.value;
  }
}

/** Rows judged by a data test, the seconds it took and the most memory of the process meanwhile. Run in a process of its own. */
async function measure(
  rows: number,
): Promise<{ rows: number; seconds: number; startRssMb: number; peakRssMb: number }> {
  const mb = () => Math.round(process.memoryUsage.rss() / 1e6);
  const startRssMb = mb();
  let peakRssMb = startRssMb;
  const watch = setInterval(() => (peakRssMb = Math.max(peakRssMb, mb())), 20);
  const began = Date.now();
  const read = await readRecordBatches(stream(rows / 10_000));
  const counted = await evaluate(
    {
      ...read,
      batches: (async function* () {
        for await (const batch of read.batches) {
          peakRssMb = Math.max(peakRssMb, mb());
          yield batch;
        }
      })(),
    },
    { minRows: 1, columns: { Id: "integer", Name: "text" }, notNull: ["Id", "Name"] },
  );
  clearInterval(watch);
  if (counted.rows !== rows || counted.failures.length > 0) throw new Error(JSON.stringify(counted));
  return { rows, seconds: (Date.now() - began) / 1000, startRssMb, peakRssMb };
}

measure(Number(process.argv[2] ?? 1_000_000))
  .then((result) => console.log(JSON.stringify(result)))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
