import { expect } from "chai";
import { callerOf, Caller, Json } from "./caller";
import { Emulator, startEmulator } from "./index";

// A first-generation definition with all properties of the published samples.
const MASHUP = {
  editingSessionMashup: {
    mashupName: "",
    mashupDocument:
      'section Section1;\r\nshared Phones = let\n Source = Table.FromRows({{1, "Ann"}}, {"Id", "Name"})\nin\n Source;\r\n',
    queryGroups: [],
    documentLocale: "en-US",
    gatewayObjectId: null,
    queriesMetadata: null,
    connectionOverrides: [],
    trustedConnections: null,
    useHostConnectionProvider: false,
    fastCombine: false,
    allowNativeQueries: true,
    allowedModules: null,
    skipAutomaticTypeAndHeaderDetection: false,
    disableAutoAnonymousConnectionUpsert: null,
    hostProperties: {
      DataflowRefreshOutputFileFormat: "Parquet",
      EnableDateTimeFieldsForStaging: "true",
      EnablePublishWithoutLoadedQueries: "true",
    },
    defaultOutputDestinationConfiguration: null,
    stagingDefinition: null,
  },
};

describe("the first published list of dataflow operations, row by row", () => {
  let emulator: Emulator;
  let call: Caller;
  let items: string;
  beforeEach(async () => {
    emulator = await startEmulator();
    call = callerOf(emulator.endpoint, emulator.token);
    items = `/workspaces/${emulator.workspaceId}/items`;
  });
  afterEach(() => emulator.close());

  const payload = Buffer.from(JSON.stringify(MASHUP, null, 4)).toString("base64");
  // The samples have a blank before the payload.
  const definition = {
    parts: [{ path: "dataflow-content.json", payload: ` ${payload}`, payloadType: "InlineBase64" }],
  };
  const names = { displayName: "My dataflow", description: "My dataflow description", type: "Dataflow" };
  const create = async (more: object = {}): Promise<string> =>
    (await call("POST", items, { ...names, ...more })).body.id;
  const owner = {
    DataflowName: "Dataflow",
    OwnerUserPrincipalName: "name@emulator.example",
    OwnerUserObjectId: "33dd33dd-ee44-ff55-aa66-77bb77bb77bb",
  };

  const withDefinition: [string, object][] = [
    ["without a definition", {}],
    ["with a definition", { displayName: " My dataflow", definition }],
  ];
  for (const [what, more] of withDefinition) {
    it(`creates a dataflow ${what}`, async () => {
      const { status, body } = await call("POST", items, { ...names, ...more });
      expect(status).to.equal(201);
      expect(body).to.include({ ...names, workspaceId: emulator.workspaceId });
      expect(Object.keys(body)).to.have.members(["id", "type", "displayName", "description", "workspaceId"]);
    });
  }

  it("reads a dataflow, and its definition with .platform beside its one part", async () => {
    const id = await create({ definition });
    expect((await call("GET", `${items}/${id}`)).body).to.include({ id, ...names });
    const { body } = await call("POST", `${items}/${id}/getDefinition`);
    expect(body.definition.parts.map(({ path }: Json) => path)).to.deep.equal(["dataflow-content.json", ".platform"]);
    const content = Buffer.from(body.definition.parts[0].payload, "base64").toString();
    expect(JSON.parse(content)).to.deep.equal(MASHUP);
  });

  it("updates properties, and a definition whose body repeats name and type", async () => {
    const id = await create();
    const changed = { displayName: "My dataflow updated", description: "My dataflow description updated" };
    const { body } = await call("PATCH", `${items}/${id}`, { ...changed, type: "Dataflow" });
    expect(body).to.include({ id, ...changed });
    const update = { displayName: " My dataflow", type: "Dataflow", definition };
    const updated = await call("POST", `${items}/${id}/updateDefinition`, update);
    expect([updated.status, updated.body]).to.deep.equal([200, ""]);
    expect(emulator.item(id).edited).to.have.keys("dataflow-content.json");
    expect(emulator.item(id).displayName).to.equal("My dataflow updated");
  });

  it("deletes a dataflow", async () => {
    const id = await create();
    const deleted = await call("DELETE", `${items}/${id}`);
    expect([deleted.status, deleted.body]).to.deep.equal([200, ""]);
    expect((await call("GET", `${items}/${id}`)).body.errorCode).to.equal("ItemNotFound");
  });

  for (const jobType of ["Publish", "Refresh"]) {
    it(`runs ${jobType} with the owner in the body, and polls the instance`, async () => {
      const id = await create({ definition });
      await call("POST", `${items}/${id}/jobs/instances?jobType=Publish`, { executionData: owner });
      emulator.advance(60_000);
      const start = await call("POST", `${items}/${id}/jobs/instances?jobType=${jobType}`, { executionData: owner });
      expect(start.status).to.equal(202);
      const [instance] = start.body;
      expect(instance).to.include({
        itemId: id,
        jobType,
        invokeType: "OnDemand",
        status: "Accepted",
        endTimeUtc: null,
      });
      emulator.advance(60_000);
      const { body } = await call("GET", `${items}/${id}/jobs/instances/${instance.jobInstanceId}`);
      expect(body).to.include({ jobType, invokeType: "Manual", status: "Completed", failureReason: null });
      expect(body.startTimeUtc).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$/);
    });
  }

  it("cancels an instance: 202 with Location and Retry-After", async () => {
    emulator.set({ timings: { retryAfterSeconds: 60, applyChangesMs: 60_000 } });
    const id = await create({ definition });
    const start = await call("POST", `${items}/${id}/jobs/instances?jobType=Publish`, { executionData: owner });
    const path = `${items}/${id}/jobs/instances/${start.body[0].jobInstanceId}`;
    const cancelled = await call("POST", `${path}/cancel`);
    expect([cancelled.status, cancelled.headers.get("retry-after")]).to.deep.equal([202, "60"]);
    expect(cancelled.headers.get("location")).to.equal(emulator.endpoint + path);
    expect((await call("GET", path)).body.status).to.equal("Cancelled");
  });
});
