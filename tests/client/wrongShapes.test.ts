import { expect } from "chai";
import type { FabricClient } from "../../sdk/fabric/client";
import { given, type OwnMethod } from "./clientMethods";
import { clientOf, collect, thrown } from "./support";
import { json, stubServer, type StubServer } from "./stubServer";

const accepted = { "x-ms-operation-id": "cfafbeb1-8037-4d0c-896e-a46fb27ff227" };
const daily = {
  enabled: true,
  configuration: { type: "Daily" as const, startDateTime: "", endDateTime: "", localTimeZoneId: "", times: [] },
};

/** A call that reads its response, and the name of the call in its error. */
interface Read {
  is: "record" | "list";
  operation: string;
  call(client: FabricClient): Promise<unknown>;
}
const record = (operation: string, call: Read["call"]): Read => ({ is: "record", operation, call });
const list = (operation: string, call: (client: FabricClient) => AsyncIterable<unknown>): Read => ({
  is: "list",
  operation,
  call: (client) => collect(call(client)),
});

/** The call for each method, or the reason why nothing reads its response. */
const methods: Record<OwnMethod | "dataflows.list" | "dataflows.get", Read | string> = {
  "workspaces.list": list("list workspaces", (client) => client.workspaces.list()),
  "workspaces.get": record("get workspace w", (client) => client.workspaces.get("w")),
  "workspaces.roleAssignments": list("list role assignments", (client) => client.workspaces.roleAssignments("w")),
  "items.list": list("list items", (client) => client.items.list("w")),
  "items.get": record("get item i", (client) => client.items.get("w", "i")),
  "items.getDefinition": record("get definition of i", (client) => client.items.getDefinition("w", "i")),
  "items.bulkExportDefinitions": record("export definitions of workspace w", (client) =>
    client.items.bulkExportDefinitions("w", ["i"]),
  ),
  "items.downstreamRelations": record("get downstream relations of i", (client) =>
    client.items.downstreamRelations("w", "i"),
  ),
  "items.listConnections": list("list connections of item", (client) => client.items.listConnections("w", "i")),
  "items.create": record('create item "a"', (client) => client.items.create("w", { displayName: "a" })),
  "items.update": record("update item i", (client) => client.items.update("w", "i", { description: "" })),
  "items.delete": "the response has no content",
  "items.updateDefinition": "the response has no content",
  "items.move": "an item that the response does not give is read anew: items.get",
  "items.applyTags": "the response has no content",
  "items.unapplyTags": "the response has no content",
  "dataflows.list": list("list dataflows", (client) => client.dataflows.list("w")),
  "dataflows.get": record("get item i", (client) => client.dataflows.get("w", "i")),
  "dataflows.discoverParameters": list("discover parameters", (client) =>
    client.dataflows.discoverParameters("w", "i"),
  ),
  "dataflows.executeQuery": "the response is a stream, which recordBatches reads",
  "jobs.start": "the run is named by a header, or looked up in the list: jobForms.test.ts",
  "jobs.list": list("list job instances", (client) => client.jobs.list("w", "i")),
  "jobs.get": record("get job instance j", (client) => client.jobs.get("w", "i", "j")),
  "jobs.cancel": "the response has no content",
  "jobs.wait": record("await job instance j", (client) => client.jobs.wait("w", "i", "j")),
  "jobs.findStartedWithin": "it reads jobs.list",
  "schedules.list": list("list schedules", (client) => client.schedules.list("w", "i", "Refresh")),
  "schedules.get": record("get schedule s", (client) => client.schedules.get("w", "i", "Refresh", "s")),
  "schedules.create": record("create Refresh schedule of i", (client) =>
    client.schedules.create("w", "i", "Refresh", daily),
  ),
  "schedules.update": record("update schedule s", (client) => client.schedules.update("w", "i", "Refresh", "s", daily)),
  "schedules.delete": "the response has no content",
  "operations.get": record("get operation o", (client) => client.operations.get("o")),
  "operations.getResult": "the form of a result is that of the operation that was started",
  "operations.wait": "it reads what operations.get reads",
  "folders.list": list("list folders", (client) => client.folders.list("w")),
  "folders.get": record("get folder f", (client) => client.folders.get("w", "f")),
  "connections.list": list("list connections", (client) => client.connections.list()),
  "connections.get": record("get connection c", (client) => client.connections.get("c")),
  "connections.test": record("test connection c", (client) => client.connections.test("c")),
  "tags.list": list("list tags", (client) => client.tags.list()),
  "gatewayClusters.list": list("list gateway cluster datasources", (client) => client.gatewayClusters.list()),
};
const reads = given(methods).map(([, read]) => read);

describe("a response that differs from the reference", () => {
  let server: StubServer;
  let body: unknown;
  let first: [status: number, headers: Record<string, string>] | undefined;
  before(async () => {
    server = await stubServer((request, response, url) => {
      if (first && request.method !== "GET") return json(response, first[0], null, first[1]);
      const isState = /\/operations\/[^/]+$/.test(url) && !url.endsWith("/operations/o");
      json(response, 200, isState ? { status: "Succeeded" } : body);
    });
  });
  after(() => server.close());
  beforeEach(() => (first = undefined));

  const options = { maxRetries: 0, timing: { outageMs: 0, unknownGraceMs: 0, pollIntervalMs: 1, pollCapMs: 1 } };
  const fails = async (call: (client: FabricClient) => Promise<unknown>, operation: string, reason: RegExp) => {
    const error = await thrown(call(clientOf(server.endpoint, "token", options)));
    expect(error.name, error.stack).to.equal("NoResponseError");
    expect(error.message.startsWith(`${operation}: `), error.message).to.equal(true);
    expect(error.message).to.match(reason);
  };

  const notAnObject: [unknown, RegExp][] = [
    [null, /it is null/],
    [[], /it is a list/],
    ["text", /it is a text/],
  ];
  for (const { operation, call } of reads.filter(({ is }) => is === "record"))
    it(`${operation}: null, a list or a text is an error that names the call`, async () => {
      for (const [given, reason] of notAnObject) {
        body = given;
        await fails(call, operation, reason);
      }
    });

  const notAPage: [unknown, RegExp][] = [
    [null, /it is null/],
    [{}, /`value` is not a list: it is missing/],
    [{ value: { 0: { id: "1" } } }, /`value` is not a list: it is an object/],
    [{ value: [], continuationToken: 5 }, /`continuationToken` is a number, not a text/],
    [{ value: [], continuationUri: {} }, /`continuationUri` is an object, not a text/],
    [{ value: [null] }, /entry 1 is not .*: it is null/],
    [{ value: [[]] }, /entry 1 is not .*: it is a list/],
    [{ value: [{}] }, /entry 1 is not .*: `\w+` is (missing|not )/],
  ];
  for (const { operation, call } of reads.filter(({ is }) => is === "list"))
    it(`${operation}: an entry that is null, or a list that is an object, is an error that names the call`, async () => {
      for (const [given, reason] of notAPage) {
        body = given;
        await fails(call, operation, reason);
      }
    });

  it("is an error that names an entry of a list by its number", async () => {
    body = { value: [{ id: "1" }, { id: "2" }, { id: 3 }] };
    await fails(
      (client) => collect(client.tags.list()),
      "list tags",
      /entry 3 is not a tag: `id` is a number, not a text/,
    );
  });

  it("is an error that names a definition with invalid parts, also as the result of an operation", async () => {
    for (first of [undefined, [202, accepted] as [number, Record<string, string>]]) {
      for (const parts of [null, {}, [null], [{ path: "mashup.pq" }], [{ path: 1, payload: "" }]]) {
        body = { definition: { parts } };
        await fails(
          (client) => client.items.getDefinition("w", "i"),
          "get definition of i",
          /not a definition: `definition`/,
        );
      }
    }
  });

  it("is an error that says that a change may have taken effect, and that a read had no effect", async () => {
    body = { id: 7 };
    const client = clientOf(server.endpoint, "token", options);
    expect(await thrown(client.items.get("w", "i"))).to.include({ mayHaveTakenEffect: false });
    expect(await thrown(client.items.create("w", { displayName: "a" }))).to.include({ mayHaveTakenEffect: true });
    expect(await thrown(client.items.update("w", "i", {}))).to.include({ mayHaveTakenEffect: true });
  });

  it("may have fields that this version does not know", async () => {
    body = { id: "1", new: [{ deep: null }] };
    expect(await clientOf(server.endpoint, "token").items.get("w", "1")).to.deep.equal(body);
  });
});
