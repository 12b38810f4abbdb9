import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { callerOf, Client, definitionOf, Reply } from "./caller";
import { Emulator, specificationFolder, startEmulator } from "./index";

describe("the emulator's control API", () => {
  let emulator: Emulator;
  let client: Client;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
  });
  afterEach(() => emulator.close({ allowViolations: true }));

  const control = (method: string, path: string, body?: object): Promise<Reply> =>
    callerOf(emulator.endpoint.replace(/v1$/, "_emulator"), "none")(method, `/${path}`, body);

  it("returns the endpoint, the token and the ids", async () => {
    expect((await control("GET", "info")).body).to.deep.equal(emulator.info());
    const id = await client.dataflow("Sales");
    const { body } = await control("GET", `items/${id}`);
    expect(body.edited["mashup.pq"]).to.contain("Orders");
    expect((await control("GET", "items")).body.length).to.equal(emulator.items().length);
    expect((await control("GET", `items/${emulator.workspaceId}`)).status).to.equal(400);
  });

  it("returns and clears the request log, which has no token", async () => {
    await client.call("GET", "/workspaces");
    const { body } = await control("GET", "requests");
    expect(body).to.have.length(1);
    expect(body[0]).to.include({ method: "GET", path: "/workspaces", operation: "listWorkspaces", status: 200 });
    expect(JSON.stringify(body)).not.to.contain(emulator.token);
    await control("DELETE", "requests");
    expect(emulator.requests).to.have.length(0);
  });

  it("changes switches, timings and limits, and names an unknown one", async () => {
    await control("PATCH", "switches", { uniqueNames: false, reserialise: { lineEndings: "lf" } });
    await control("PATCH", "timings", { retryAfterSeconds: 3 });
    await control("PATCH", "limits", { pageSize: 7 });
    expect(emulator.switches.uniqueNames).to.equal(false);
    expect(emulator.switches.reserialise).to.include({ lineEndings: "lf", dropDefaults: true });
    expect([emulator.timings.retryAfterSeconds, emulator.limits.pageSize]).to.deep.equal([3, 7]);
    const wrong = await control("PATCH", "switches", { uniqueName: false });
    expect(wrong.body.message).to.contain("there is no switches.uniqueName;");
    expect((await control("PATCH", "switches", { uniqueNames: "no" })).status).to.equal(400);
    expect((await control("GET", "nothing")).status).to.equal(404);
  });

  it("begins with the options of the test run; a test's own options replace them", async () => {
    process.env.EMULATOR_SETTINGS = '{"switches":{"uniqueNames":false,"dedupe":false}}';
    try {
      const other = await startEmulator({ switches: { dedupe: true } });
      expect([other.switches.uniqueNames, other.switches.dedupe]).to.deep.equal([false, true]);
      await other.close();
    } finally {
      delete process.env.EMULATOR_SETTINGS;
    }
  });

  it("edits, publishes and deletes items like the portal", async () => {
    const id = await client.dataflow("Sales", definitionOf());
    const parts = { "mashup.pq": "section S;\nshared A = 1;" };
    await control("POST", `portalEdit/${id}`, { displayName: "Edited", parts, publish: true });
    expect(emulator.item(id).displayName).to.equal("Edited");
    expect(emulator.item(id).published?.["mashup.pq"]).to.contain("shared A");
    await control("DELETE", `items/${id}`);
    expect(() => emulator.item(id)).to.throw(id);
  });

  it("adds principals, connections, tables, tags, labels and workspaces, and can move the clock", async () => {
    await control("POST", "principals", { token: "t", role: "Viewer" });
    expect((await new Client(emulator, "t").call("GET", "/workspaces")).status).to.equal(200);
    await control("POST", "connections", { type: "Web", path: "https://a.example" });
    await control("POST", "tags", { displayName: "Finance" });
    await control("POST", "labels", { isProtected: true });
    await control("POST", "workspaces", { displayName: "Other" });
    await control("POST", "tables", { query: "Orders", columns: { Id: [1] } });
    const { world } = emulator;
    const counts = [world.connections, world.tags, world.labels, world.workspaces].map((held) => held.size);
    expect([...counts, world.tables.length]).to.deep.equal([1, 1, 1, 2, 1]);
    const before = world.clock.now();
    await control("POST", "advance", { ms: 3_600_000 });
    expect(world.clock.now() - before).to.be.at.least(3_600_000);
  });

  it("sets and clears faults, and refuses connections", async () => {
    await control("POST", "faults", { operation: "*", times: 0, fault: { kind: "status", status: 503 } });
    expect((await client.call("GET", "/workspaces")).status).to.equal(503);
    await control("DELETE", "faults");
    expect((await client.call("GET", "/workspaces")).status).to.equal(200);
    await control("POST", "refuseConnections", { ms: 50 });
    const refused = await client.call("GET", "/workspaces").catch((error: Error) => error);
    expect(refused).to.be.instanceOf(Error);
  });

  it("collects violations of the specification, and throws them on close", async function () {
    if (!specificationFolder()) return this.skip(); // Microsoft's OpenAPI files are not given here.
    await client.call("POST", `${client.root}/items`, { displayName: 7, type: "Dataflow" });
    expect((await control("GET", "violations")).body.join()).to.contain("displayName");
    const error = await emulator.close().catch((reason: Error) => reason);
    expect(String(error)).to.contain("Items_CreateItem");
  });
});

describe("the emulator's command line", () => {
  it("prints endpoint, token and ids as JSON, then one line for each request, and ends at SIGINT", async () => {
    const cli = path.join(__dirname, "cli.ts");
    const child = spawn(process.execPath, ["--require", "tsx/cjs", cli, "--token", "mine"], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 20_000,
      killSignal: "SIGKILL",
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const info = JSON.parse((await lines.next()).value ?? "");
    expect(info).to.include.keys("endpoint", "token", "workspaceId", "lakehouseId");
    expect(info.token).to.equal("mine");
    const reply = await callerOf(info.endpoint, "mine")("GET", `/workspaces/${info.workspaceId}`);
    expect(reply.status).to.equal(200);
    expect((await lines.next()).value).to.match(/GET \/workspaces\/\S+ 200 getWorkspace \d+ ms$/);
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect(code).to.equal(0);
  }).timeout(25_000);
});
