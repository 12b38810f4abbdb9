import { expect } from "chai";
import { startEmulator, type Emulator } from "../emulator/index";
import type { FabricClient } from "../../sdk/fabric/client";
import { clientFor, definition, thrown } from "./support";

describe("the eleven published operations of a dataflow", () => {
  let emulator: Emulator;
  let client: FabricClient;
  let ws: string;

  before(async () => {
    emulator = await startEmulator({ timings: { executeMs: 60_000, queuedMs: 0 } });
    client = clientFor(emulator);
    ws = emulator.workspaceId;
  });
  after(() => emulator.close());
  beforeEach(() => emulator.clearRequests());

  const sent = (): string[] => emulator.requests.map(({ method, path }) => `${method} ${path}`);
  const create = async (name: string): Promise<string> =>
    (await client.items.create(ws, { displayName: name, definition })).id;

  it("create a dataflow", async () => {
    const item = await client.items.create(ws, { displayName: "one", description: "text" });
    expect(item).to.include({ displayName: "one", description: "text", type: "Dataflow", workspaceId: ws });
    expect(sent()).to.deep.equal([`POST /workspaces/${ws}/items`]);
    expect(emulator.requests[0]?.requestBody).to.deep.equal({
      type: "Dataflow",
      displayName: "one",
      description: "text",
    });
  });

  it("create a dataflow with definition", async () => {
    const id = await create("two");
    expect(sent()).to.deep.equal([`POST /workspaces/${ws}/items`]);
    expect(emulator.item(id).edited?.["mashup.pq"]).to.contain("shared Orders");
  });

  it("get a dataflow", async () => {
    const id = await create("three");
    emulator.clearRequests();
    expect(await client.items.get(ws, id)).to.include({ id, displayName: "three" });
    expect(sent()).to.deep.equal([`GET /workspaces/${ws}/items/${id}`]);
  });

  it("get a dataflow with definition", async () => {
    const id = await create("four");
    emulator.clearRequests();
    const { parts } = await client.items.getDefinition(ws, id);
    expect(parts.map(({ path }) => path)).to.include.members(["queryMetadata.json", "mashup.pq", ".platform"]);
    expect(sent()).to.deep.equal([`POST /workspaces/${ws}/items/${id}/getDefinition`]);
  });

  it("update a dataflow", async () => {
    const id = await create("five");
    emulator.clearRequests();
    expect(await client.items.update(ws, id, { displayName: "five more" })).to.include({ displayName: "five more" });
    expect(sent()).to.deep.equal([`PATCH /workspaces/${ws}/items/${id}`]);
  });

  it("update a dataflow with definition", async () => {
    const id = await create("six");
    emulator.clearRequests();
    await client.items.updateDefinition(ws, id, definition, { updateMetadata: false });
    expect(sent().map((line) => line.split("?")[0])).to.deep.equal([
      `POST /workspaces/${ws}/items/${id}/updateDefinition`,
    ]);
  });

  it("delete a dataflow", async () => {
    const id = await create("seven");
    emulator.clearRequests();
    await client.items.delete(ws, id);
    expect(sent()).to.deep.equal([`DELETE /workspaces/${ws}/items/${id}`]);
    expect(await thrown(client.items.get(ws, id))).to.include({ errorCode: "ItemNotFound" });
  });

  it("run an on-demand refresh, get it and cancel it", async () => {
    const id = await create("eight");
    emulator.clearRequests();
    const executionData = { DataflowName: "eight", OwnerUserPrincipalName: "a@b.c", OwnerUserObjectId: "1" };
    const { jobInstanceId } = await client.jobs.start(ws, id, "Refresh", { form: "query", executionData });
    const instance = await client.jobs.get(ws, id, jobInstanceId);
    expect(instance).to.include({ id: jobInstanceId, itemId: id });
    await client.jobs.cancel(ws, id, jobInstanceId);
    expect(await client.jobs.wait(ws, id, jobInstanceId, { timeoutMs: 5000 })).to.include({ status: "Cancelled" });
    const jobs = `/workspaces/${ws}/items/${id}/jobs/instances`;
    expect(emulator.requests.slice(0, 3).map(({ method, path }) => `${method} ${path.split("?")[0]}`)).to.deep.equal([
      `POST ${jobs}`,
      `GET ${jobs}/${jobInstanceId}`,
      `POST ${jobs}/${jobInstanceId}/cancel`,
    ]);
    expect(emulator.requests[0]?.requestBody).to.deep.equal({ executionData });
  });

  it("run an on-demand publish and await it", async () => {
    const id = await create("nine");
    const { jobInstanceId } = await client.jobs.start(ws, id, "Publish", { form: "query" });
    expect(await client.jobs.wait(ws, id, jobInstanceId, { timeoutMs: 5000 })).to.include({ status: "Completed" });
    expect(emulator.item(id).published?.["mashup.pq"]).to.contain("Orders");
  });
});
