import { expect } from "chai";
import { Table, tableToIPC, vectorFromArray, Utf8, Int32 } from "apache-arrow";
import { EvaluationError, readRecordBatches } from "../../../sdk/dataTests/recordBatches";

type Form = "stream" | "file";
const column = (values: (string | null)[]) => vectorFromArray(values, new Utf8());
const ids = vectorFromArray([1, 2, 3], new Int32());

function bytes(form: Form, { metadata = {}, last = [null, null, null] as (string | null)[] } = {}): Uint8Array {
  const table = new Table({ Id: ids, "PQ Arrow Metadata": column(last) });
  for (const [key, value] of Object.entries(metadata)) table.schema.metadata.set(key, value as string);
  return tableToIPC(table, form);
}

/** Chunks of a streamed response. */
async function* chunks(size: number, ...all: Uint8Array[]): AsyncGenerator<Uint8Array> {
  const whole = Buffer.concat(all);
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

async function rows(stream: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  for await (const batch of (await readRecordBatches(stream)).batches) count += batch.numRows;
  return count;
}

async function reported(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const error: unknown = await rows(stream).then(
    (count) => `passed with ${count} rows`,
    (error: unknown) => error,
  );
  return error instanceof EvaluationError ? error.message : `no evaluation error: ${String(error)}`;
}

const json = (value: unknown) => JSON.stringify(value);

describe("the result of a query", () => {
  for (const form of ["stream", "file"] as const) {
    it(`is read in the ${form} form, with any chunks`, async () => {
      for (const size of [1, 7, 64, 100_000]) expect(await rows(chunks(size, bytes(form)))).to.equal(3);
    });

    const errors: [string, object][] = [
      ["under a key that nobody knows", { metadata: { pq: json({ Error: "boom" }) } }],
      ["under the column's name", { metadata: { "PQ Arrow Metadata": json({ Error: "boom" }) } }],
      ["as IsError and FaultString", { metadata: { x: json({ IsError: true, FaultString: "boom" }) } }],
      ["as plain text under its own key", { metadata: { Error: "boom" } }],
      ["as IsError and Message", { metadata: { x: json({ IsError: true, Message: "boom" }) } }],
      ["in JSON within JSON", { metadata: { x: json({ pq: json({ Error: "boom" }) }) } }],
      ["deeper", { metadata: { x: json({ results: [{ status: "x" }, { error: { code: 1, text: "boom" } }] }) } }],
      ["in the last column", { last: [null, null, json({ Error: "boom" })] }],
      ["in the last column, in the other form", { last: [json({ IsError: true, FaultString: "boom" }), null, null] }],
    ];
    for (const [where, given] of errors)
      it(`is an error if it has an error ${where} (${form})`, async () =>
        expect(await reported(chunks(50, bytes(form, given)))).to.contain("boom"));
  }

  it("is not an error if the metadata says that there is none", async () => {
    const metadata = {
      pq: json({ Error: null, IsError: false, FaultString: "" }),
      Error: "null",
      FaultString: json({ Error: null }),
      note: "Error: in words",
      pandas: json({ columns: [{ name: "error", field_name: "error" }] }),
    };
    expect(await rows(chunks(50, bytes("stream", { metadata, last: [json({ Rows: 3 }), "text", null] })))).to.equal(3);
  });

  it("is an error if another one follows, with and without an end between them", async () => {
    expect(await reported(chunks(50, bytes("stream"), bytes("stream")))).to.match(/goes on for \d+ bytes/);
    const withoutEnd = bytes("stream").subarray(0, -8);
    expect(await reported(chunks(50, withoutEnd, bytes("stream")))).to.contain("second table");
  });

  it("is an error if bytes follow, and an error that follows is reported", async () => {
    expect(await reported(chunks(50, bytes("stream"), Buffer.alloc(3)))).to.match(/goes on for 3 bytes/);
    expect(await reported(chunks(50, bytes("stream"), Buffer.from(json({ Error: "late" }))))).to.equal("late");
  });

  it("is never accepted in the file form if bytes follow", async () => {
    for (const more of [bytes("stream"), bytes("file"), Buffer.alloc(3), Buffer.from(json({ Error: "late" }))])
      expect(await reported(chunks(50, bytes("file"), more))).not.to.contain("passed");
  });

  it("is never accepted if it is incomplete or empty", async () => {
    const whole = bytes("stream");
    for (const length of [0, 3, 40, whole.length - 60])
      expect(await reported(chunks(50, whole.subarray(0, length))), String(length)).not.to.contain("passed");
    for (const length of [20, bytes("file").length - 10])
      expect(await reported(chunks(50, bytes("file").subarray(0, length)))).not.to.contain("passed");
  });

  it("is closed if it is not read to its end", async () => {
    let closed = false;
    const stream = (async function* () {
      try {
        yield* chunks(10, bytes("stream"));
      } finally {
        closed = true;
      }
    })();
    for await (const _ of (await readRecordBatches(stream)).batches) break;
    expect(closed).to.equal(true);
  });
});
