import { expect } from "chai";
import { FabricDataflowClient } from "../../sdk/client";
import { startEmulator, type Emulator } from "../emulator/index";
import { collect, definition, thrown } from "./support";

describe("the client with the reference's names", () => {
  let emulator: Emulator;
  let client: FabricDataflowClient;
  let ws: string;

  beforeEach(async () => {
    emulator = await startEmulator();
    client = new FabricDataflowClient({ token: emulator.token, endpoint: emulator.endpoint, pollIntervalMs: 20 });
    ws = emulator.workspaceId;
  });
  afterEach(() => emulator.close());

  it("creates, publishes, runs and deletes a dataflow", async () => {
    const { id } = await client.createDataflow(ws, { displayName: "a", definition });
    const publish = await client.runOnDemandApplyChanges(ws, id);
    expect(await client.waitForItemJobInstance(ws, id, publish.jobInstanceId)).to.include({ status: "Completed" });
    const run = await client.runOnDemandExecute(ws, id, { executeOption: "SkipApplyChanges" });
    expect(await client.waitForItemJobInstance(ws, id, run.jobInstanceId)).to.include({ status: "Completed" });
    expect((await collect(client.listItemJobInstances(ws, id))).map(({ id: one }) => one)).to.have.members([
      publish.jobInstanceId,
      run.jobInstanceId,
    ]);
    expect((await client.getDataflowDefinition(ws, id)).parts).to.have.length(3);
    await client.deleteDataflow(ws, id);
    expect(await thrown(client.getItem(ws, id))).to.include({ errorCode: "ItemNotFound" });
  });

  it("always sends whether a run applies changes", async () => {
    const { id } = await client.createDataflow(ws, { displayName: "a", definition });
    await client.runOnDemandExecute(ws, id);
    expect(emulator.requests.at(-1)?.requestBody).to.deep.equal({
      executionData: { executeOption: "ApplyChangesIfNeeded" },
    });
  });

  it("signs in by a function, and requests a new token from it once", async () => {
    const forced: (boolean | undefined)[] = [];
    const own = new FabricDataflowClient({
      endpoint: emulator.endpoint,
      getToken: async ({ forceRefresh }) => {
        forced.push(forceRefresh);
        return { token: emulator.token, expiresOnTimestamp: Date.now() + 60_000 };
      },
    });
    emulator.faults.add({ operation: "getWorkspace", fault: { kind: "tokenExpired" } });
    expect(await own.getWorkspace(ws)).to.include({ id: ws });
    expect(forced.filter(Boolean)).to.have.length(1);
  });

  it("says what is wrong if its own token has expired", async () => {
    emulator.faults.add({ operation: "getWorkspace", fault: { kind: "tokenExpired" } });
    expect((await thrown(client.getWorkspace(ws))).message).to.match(/the option token.*cannot be renewed/);
  });

  it("refuses two ways to sign in at once", () => {
    const getToken = async (): Promise<never> => Promise.reject(new Error("never called"));
    expect(() => new FabricDataflowClient({ token: "x", getToken })).to.throw(TypeError, /one of token, getToken/);
  });
});
