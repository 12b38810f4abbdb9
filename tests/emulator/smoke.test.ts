import { expect } from "chai";
import { Emulator, startEmulator } from "./index";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const part = (path: string, text: string) => ({ path, payload: base64(text), payloadType: "InlineBase64" });

const definition = {
  parts: [
    part(
      "queryMetadata.json",
      JSON.stringify({
        name: "Sales",
        formatVersion: "202502",
        queriesMetadata: {
          Orders: { queryName: "Orders", queryId: "4f5f3e2c-e1c3-4abe-825e-c98ea699ac8f", loadEnabled: true },
        },
      }),
    ),
    part("mashup.pq", 'section Section1;\nshared Orders = let\n  Source = "a;b"\nin\n  Source;\n'),
  ],
};

describe("the emulator's first calls", () => {
  let emulator: Emulator;

  const call = async (method: string, path: string, body?: unknown, token = emulator.token) => {
    const response = await fetch(emulator.endpoint + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  };

  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  for (const surface of ["items", "dataflows"]) {
    it(`creates, reads, publishes, runs and deletes a dataflow through /${surface}`, async () => {
      const root = `/workspaces/${emulator.workspaceId}/${surface}`;
      const type = surface === "items" ? { type: "Dataflow" } : {};
      const created = await call("POST", root, { displayName: "Sales", ...type, definition });
      expect(created.status).to.equal(201);
      const id = created.body.id as string;
      const read = await call("POST", `${root}/${id}/getDefinition`);
      const paths = read.body.definition.parts.map((p: { path: string }) => p.path);
      expect(paths).to.deep.equal(["queryMetadata.json", "mashup.pq", ".platform"]);
      const metadata = Buffer.from(read.body.definition.parts[0].payload, "base64").toString();
      expect(metadata).not.to.contain("loadEnabled");
      const started = await call(
        "POST",
        `/workspaces/${emulator.workspaceId}/items/${id}/jobs/instances?jobType=Publish`,
      );
      expect(started.status).to.equal(202);
      expect(started.body[0].jobInstanceId).to.be.a("string");
      emulator.advance(1000);
      const instance = await call("GET", started.headers.get("location")!.slice(emulator.endpoint.length));
      expect(instance.body.status).to.equal("Completed");
      expect(emulator.item(id).published?.["mashup.pq"]).to.contain("Orders");
      expect((await call("DELETE", `${root}/${id}`)).status).to.equal(200);
      expect((await call("GET", `${root}/${id}`)).body.errorCode).to.equal("ItemNotFound");
    });
  }

  it("refuses an unknown token", async () => {
    expect((await call("GET", "/workspaces", undefined, "other")).status).to.equal(401);
  });

  it("answers 202 and a long-running operation where the switch says so", async () => {
    emulator.set({ switches: { longRunning: { create: true } } });
    const created = await call("POST", `/workspaces/${emulator.workspaceId}/dataflows`, { displayName: "Later" });
    expect(created.status).to.equal(202);
    emulator.advance(1000);
    const state = await call("GET", `/operations/${created.headers.get("x-ms-operation-id")}`);
    expect(state.body.status).to.equal("Succeeded");
    const result = await call("GET", state.headers.get("location")!.slice(emulator.endpoint.length));
    expect(result.body.displayName).to.equal("Later");
  });

  it("finds what a request has that the specification does not", async () => {
    await call("POST", `/workspaces/${emulator.workspaceId}/items`, { displayName: 7, type: "Dataflow" });
    if (process.env.FABRIC_REST_API_SPECS) expect(emulator.takeViolations().join()).to.contain("displayName");
  });
});
