import { expect } from "chai";
import { Client, definitionOf } from "./caller";
import { Connection, Emulator, startEmulator } from "./index";

const MASHUP = 'section S;\nshared A = Sql.Database("server", "db");';
const idOf = ({ id, clusterId }: Connection) => JSON.stringify({ ClusterId: clusterId, DatasourceId: id });

describe("connections in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  let sql: Connection;
  beforeEach(async () => {
    emulator = await startEmulator({ switches: { bindingsOfCreate: "visible" } });
    client = new Client(emulator);
    sql = emulator.addConnection({ type: "SQL", path: "server;db" });
  });
  afterEach(() => emulator.close());

  const runWith = async (connections: object[]) => {
    const id = await client.dataflow("Sales", definitionOf(MASHUP, { connections }));
    const body = { executionData: { executeOption: "ApplyChangesIfNeeded" } };
    return { id, instance: await client.ended(await client.run(id, body)) };
  };
  const good = () => ({ path: "server;db", kind: "Sql", connectionId: idOf(sql) });

  it("are invisible to runs and queries after a create until an update writes them", async () => {
    emulator.set({ switches: { bindingsOfCreate: "invisible" } });
    const { id, instance } = await runWith([good()]);
    expect(instance.failureReason.message).to.contain("Credentials are required");
    const definition = definitionOf(MASHUP, { connections: [good()] });
    await client.call("POST", `${client.root}/items/${id}/updateDefinition`, { definition });
    const body = { executionData: { executeOption: "ApplyChangesIfNeeded" } };
    expect((await client.ended(await client.run(id, body))).status).to.equal("Completed");
  });

  it("bind a run by composite id, type and path, and are then listed on the item", async () => {
    const { id, instance } = await runWith([good()]);
    expect(instance.status).to.equal("Completed");
    const { body } = await client.call("GET", `${client.root}/items/${id}/connections`);
    expect(body.value.map((entry: Connection) => entry.id)).to.deep.equal([sql.id]);
  });

  const bad: [string, () => object[], string][] = [
    ["a bare GUID", () => [{ ...good(), connectionId: sql.id }], "ClusterId"],
    [
      "an unknown DatasourceId",
      () => [{ ...good(), connectionId: idOf({ ...sql, id: sql.clusterId }) }],
      "no connection",
    ],
    ["another kind", () => [{ ...good(), kind: "Web" }], "of kind SQL"],
    ["another path", () => [{ ...good(), path: "server;db/" }], "has the path"],
    ["no entry at all", () => [], "Credentials are required"],
  ];
  for (const [what, connections, message] of bad) {
    it(`are accepted by a write and fail the run with ${what}`, async () => {
      const { instance } = await runWith(connections());
      expect(instance.status).to.equal("Failed");
      expect(instance.failureReason.message).to.contain(message);
    });
  }

  it("are lost if an update omits them", async () => {
    const { id } = await runWith([good()]);
    await client.call("POST", `${client.root}/dataflows/${id}/updateDefinition`, { definition: definitionOf(MASHUP) });
    const body = { executionData: { executeOption: "ApplyChangesIfNeeded" } };
    expect((await client.ended(await client.run(id, body))).status).to.equal("Failed");
  });

  it("are not needed if the switch says so", async () => {
    emulator.set({ switches: { unboundSources: "run" } });
    expect((await runWith([])).instance.status).to.equal("Completed");
  });

  it("are checked by a publish if the switch says so", async () => {
    const connections = [{ ...good(), connectionId: "x" }];
    const id = await client.dataflow("Sales", definitionOf(MASHUP, { connections }));
    expect((await client.ended(await client.publish(id))).status).to.equal("Completed");
    emulator.set({ switches: { publishChecksConnections: true } });
    expect((await client.ended(await client.publish(id))).status).to.equal("Failed");
  });

  it("are listed for each caller, and fail the run of a caller who may not use them", async () => {
    emulator.addPrincipal({ token: "other", connections: [] });
    const other = new Client(emulator, "other");
    expect((await other.call("GET", "/connections")).body.value).to.deep.equal([]);
    expect((await other.call("GET", `/connections/${sql.id}`)).body.errorCode).to.equal("EntityNotFound");
    expect((await client.call("GET", "/connections")).body.value).to.have.length(1);
    const { id } = await runWith([good()]);
    expect((await client.ended(await other.run(id))).status).to.equal("Failed");
  });

  it("can be tested, with and without an operation", async () => {
    const test = `/connections/${sql.id}/testConnection`;
    expect((await client.call("POST", test)).body).to.deep.equal({ status: "Online", errors: [] });
    emulator.addConnection({ ...sql, isOnline: false });
    expect((await client.call("POST", test)).body.status).to.equal("Offline");
    emulator.set({ switches: { longRunning: { testConnection: true } } });
    expect((await client.call("POST", test)).status).to.equal(202);
  });
});
