import { expect } from "chai";
import { tableFromIPC } from "apache-arrow";
import { startEmulator, type Emulator } from "../emulator/index";
import type { FabricClient } from "../../sdk/fabric/client";
import type { NewSchedule } from "../../sdk/fabric/scheduleTypes";
import { clientFor, collect, definition, thrown } from "./support";

const daily = (...times: string[]): NewSchedule => ({
  enabled: true,
  configuration: {
    type: "Daily",
    startDateTime: "2040-01-01T00:00:00",
    endDateTime: "2041-01-01T00:00:00",
    localTimeZoneId: "Central Standard Time",
    times,
  },
});

describe("the client", () => {
  let emulator: Emulator;
  let client: FabricClient;
  let ws: string;
  let id: string;

  beforeEach(async () => {
    emulator = await startEmulator();
    client = clientFor(emulator);
    ws = emulator.workspaceId;
    ({ id } = await client.items.create(ws, { displayName: "a", definition }));
  });
  afterEach(() => emulator.close());

  it("creates, reads, updates and deletes a schedule", async () => {
    const schedule = await client.schedules.create(ws, id, "Refresh", daily("06:00"));
    expect(await client.schedules.get(ws, id, "Refresh", schedule.id)).to.include({ id: schedule.id, enabled: true });
    const updated = await client.schedules.update(ws, id, "Refresh", schedule.id, {
      ...daily("07:30"),
      enabled: false,
    });
    expect(updated).to.include({ enabled: false });
    expect(updated.configuration).to.deep.include({ times: ["07:30"] });
    expect((await collect(client.schedules.list(ws, id, "Refresh"))).map((one) => one.id)).to.deep.equal([schedule.id]);
    await client.schedules.delete(ws, id, "Refresh", schedule.id);
    expect(await collect(client.schedules.list(ws, id, "Refresh"))).to.deep.equal([]);
  });

  it("creates a schedule by the typed path", async () => {
    await client.schedules.create(ws, id, "Publish", daily("06:00"), { form: "typed" });
    expect(emulator.requests.at(-1)?.path).to.equal(`/workspaces/${ws}/dataflows/${id}/jobs/applyChanges/schedules`);
    expect(await collect(client.schedules.list(ws, id, "ApplyChanges"))).to.have.length(1);
  });

  it("says what to do if an item has too many schedules", async () => {
    for (let hour = 0; hour < 20; hour++)
      await client.schedules.create(ws, id, "Refresh", daily(`${String(hour).padStart(2, "0")}:00`));
    const error = await thrown(client.schedules.create(ws, id, "Refresh", daily("23:00")));
    expect(error).to.include({ errorCode: "ScheduleExceedsLimit" });
    expect(error.message).to.contain("at most 20 schedules");
  });

  it("lists, gets and tests connections", async () => {
    const connection = emulator.addConnection({ type: "SQL", path: "server;database" });
    expect((await collect(client.connections.list())).map((one) => one.id)).to.include(connection.id);
    expect(await client.connections.get(connection.id)).to.include({ id: connection.id });
    for (const testConnection of [false, true]) {
      emulator.set({ switches: { longRunning: { testConnection } } });
      expect(await client.connections.test(connection.id)).to.include({ status: "Online" });
    }
    expect(await collect(client.items.listConnections(ws, id))).to.deep.equal([]);
  });

  it("lists folders", async () => {
    expect(await collect(client.folders.list(ws, { recursive: true }))).to.be.an("array");
    const missing = "11111111-2222-4333-8444-555555555555";
    expect(await thrown(client.folders.get(ws, missing))).to.include({ errorCode: "FolderNotFound" });
  });

  it("says that a dataflow has no parameters", async () => {
    const error = await thrown(collect(client.dataflows.discoverParameters(ws, id)));
    expect(error).to.include({ errorCode: "DataflowNotParametricError" });
  });

  for (const longRunning of [false, true])
    it(`streams the rows of a query${longRunning ? " whose response is an operation" : ""}`, async () => {
      emulator.set({ switches: { longRunning: { executeQuery: longRunning } } });
      emulator.addTable({ query: "Orders", columns: { Id: [1, 2, 3] } });
      const chunks = await collect(await client.dataflows.executeQuery(ws, id, { queryName: "orders" }));
      expect(tableFromIPC(Buffer.concat(chunks)).numRows).to.equal(3);
    });

  it("limits the size of a query's result", async () => {
    const rows = await client.dataflows.executeQuery(ws, id, { queryName: "Orders" }, { maxBytes: 10 });
    expect(await thrown(collect(rows)))
      .to.have.property("message")
      .that.matches(/longer than 10 bytes/);
  });

  it("throws if the query is unknown", async () => {
    const error = await thrown(client.dataflows.executeQuery(ws, id, { queryName: "Nope" }));
    expect(error).to.include({ name: "FabricError", status: 400 });
  });
});
