import { expect } from "chai";
import { tableFromIPC } from "apache-arrow";
import { Client, definitionOf } from "./caller";
import { Emulator, startEmulator } from "./index";

const V1 = "application/vnd.apache.arrow.stream;pq-arrow-version=1";
const DEFINITION = definitionOf('section S;\nshared Orders = 1;\nshared #"Other one" = 2;');

describe("executeQuery in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  let id: string;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
    id = await client.dataflow("Sales", DEFINITION);
    emulator.addTable({
      query: "Orders",
      columns: {
        Id: [1, 2, null],
        Name: ["a", null, "c"],
        Paid: [true, false, null],
        At: ["2026-01-01T00:00:00Z", null, null],
      },
      types: { Id: "int64", At: "datetime" },
    });
  });
  afterEach(() => emulator.close());

  const query = async (body: object, accept = V1) => {
    const response = await fetch(`${emulator.endpoint}${client.root}/dataflows/${id}/executeQuery`, {
      method: "POST",
      headers: { authorization: `Bearer ${emulator.token}`, "content-type": "application/json", accept },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
  };
  const errorOf = ({ bytes }: { bytes: Uint8Array }) => JSON.parse(Buffer.from(bytes).toString()).errorCode as string;

  it("streams a registered table as Arrow, with the engine's own column at the end, and finds it by name in any case", async () => {
    const { headers, bytes } = await query({ queryName: "orders" });
    expect(headers.get("content-type")).to.equal(V1);
    const table = tableFromIPC(bytes);
    expect(table.schema.fields.map(({ name }) => name)).to.deep.equal([
      "Id",
      "Name",
      "Paid",
      "At",
      "PQ Arrow Metadata",
    ]);
    expect(table.getChild("Id")?.toJSON()).to.deep.equal([1n, 2n, null]);
    expect(table.getChild("Name")?.toJSON()).to.deep.equal(["a", null, "c"]);
    expect(table.getChild("PQ Arrow Metadata")?.nullCount).to.equal(3);
  });

  it("prefers the table of an item to the table of all items", async () => {
    emulator.addTable({ query: "Orders", itemId: id, columns: { Only: [1] } });
    emulator.addTable({ query: "Orders", columns: { All: [1] } });
    expect(tableFromIPC((await query({ queryName: "Orders" })).bytes).schema.fields[0]?.name).to.equal("Only");
  });

  it("refuses an unknown query, an empty name and a media type without its version", async () => {
    expect(errorOf(await query({ queryName: "Nothing" }))).to.equal("DataflowExecuteQueryError");
    expect(errorOf(await query({ queryName: "" }))).to.equal("DataflowExecuteQueryError");
    expect(errorOf(await query({ queryName: "Orders" }, "application/vnd.apache.arrow.stream"))).to.contain("Query");
    expect((await query({ queryName: "Orders" }, "*/*")).status).to.equal(200);
  });

  it("returns an evaluation error in a 200, in the column or in the schema", async () => {
    emulator.addTable({ query: "Orders", error: "the source is gone" });
    const underOtherKey = tableFromIPC((await query({ queryName: "Orders" })).bytes);
    expect(underOtherKey.schema.metadata.get("pq")).to.contain("the source is gone");
    emulator.set({ switches: { queryErrorPlace: "column" } });
    const inColumn = tableFromIPC((await query({ queryName: "Orders" })).bytes);
    expect(JSON.parse(inColumn.getChild("PQ Arrow Metadata")?.get(0))).to.deep.equal({ Error: "the source is gone" });
    emulator.set({ switches: { queryErrorPlace: "schema" } });
    const inSchema = tableFromIPC((await query({ queryName: "Orders" })).bytes);
    expect(inSchema.schema.metadata.get("PQ Arrow Metadata")).to.contain("the source is gone");
  });

  it("evaluates only a custom document, which must declare all used queries", async () => {
    emulator.set({ switches: { queryErrorPlace: "column" } });
    const alone = 'section S;\nshared Mine = #"Other one";';
    const failed = tableFromIPC((await query({ queryName: "Mine", customMashupDocument: alone })).bytes);
    expect(failed.getChild("PQ Arrow Metadata")?.get(0)).to.contain("Other one");
    const whole = `${alone}\nshared #"Other one" = #table({"A"}, {{2}});`;
    const good = tableFromIPC((await query({ queryName: "Mine", customMashupDocument: whole })).bytes);
    expect(good.getChild("A")?.get(0)).to.equal(2);
    expect(errorOf(await query({ queryName: "Orders", customMashupDocument: whole }))).to.contain("Query");
    expect(errorOf(await query({ queryName: "Mine", customMashupDocument: "let x = 1" }))).to.contain("Query");
  });

  it("responds with 202 if the switch says so, and the stream is the operation's result", async () => {
    emulator.set({ switches: { longRunning: { executeQuery: true } } });
    const accepted = await query({ queryName: "Orders" });
    expect(accepted.status).to.equal(202);
    emulator.advance(1000);
    const headers = { authorization: `Bearer ${emulator.token}` };
    const result = await fetch(`${accepted.headers.get("location")}/result`, { headers });
    expect(tableFromIPC(new Uint8Array(await result.arrayBuffer())).numRows).to.equal(3);
  });

  it("fails a query that exceeds its time limit", async () => {
    emulator.set({ timings: { queryMs: 100_000 } });
    expect(errorOf(await query({ queryName: "Orders" }))).to.equal("DataflowExecuteQueryError");
  });

  it("may be called by a service principal, but not by a viewer", async () => {
    emulator.addPrincipal({ token: "sp", type: "ServicePrincipal", role: "Member" });
    emulator.addPrincipal({ token: "viewer", role: "Viewer" });
    const path = `${client.root}/dataflows/${id}/executeQuery`;
    expect((await new Client(emulator, "sp").call("POST", path, { queryName: "Orders" })).status).to.equal(200);
    expect((await new Client(emulator, "viewer").call("POST", path, { queryName: "Orders" })).status).to.equal(403);
  });
});
