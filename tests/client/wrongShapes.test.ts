import { expect } from "chai";
import type { FabricClient } from "../../sdk/fabric/client";
import { clientOf, collect, thrown } from "./support";
import { json, stubServer, type StubServer } from "./stubServer";

const accepted = { "x-ms-operation-id": "cfafbeb1-8037-4d0c-896e-a46fb27ff227" };
const daily = {
  enabled: true,
  configuration: { type: "Daily" as const, startDateTime: "", endDateTime: "", localTimeZoneId: "", times: [] },
};

/** Each operation whose response is read, with the words by which its error names it. */
const records: [string, (client: FabricClient) => Promise<unknown>][] = [
  ["get workspace w", (client) => client.workspaces.get("w")],
  ["get folder f", (client) => client.folders.get("w", "f")],
  ["get connection c", (client) => client.connections.get("c")],
  ["test connection c", (client) => client.connections.test("c")],
  ["get item i", (client) => client.items.get("w", "i")],
  ["get item i", (client) => client.dataflows.get("w", "i")],
  ['create item "a"', (client) => client.items.create("w", { displayName: "a" })],
  ["update item i", (client) => client.items.update("w", "i", { description: "" })],
  ["get definition of i", (client) => client.items.getDefinition("w", "i")],
  ["get job instance j", (client) => client.jobs.get("w", "i", "j")],
  ["await job instance j", (client) => client.jobs.wait("w", "i", "j")],
  ["get schedule s", (client) => client.schedules.get("w", "i", "Refresh", "s")],
  ["create Refresh schedule of i", (client) => client.schedules.create("w", "i", "Refresh", daily)],
  ["update schedule s", (client) => client.schedules.update("w", "i", "Refresh", "s", daily)],
  ["get operation o", (client) => client.operations.get("o")],
];
const lists: [string, (client: FabricClient) => AsyncIterable<unknown>][] = [
  ["list workspaces", (client) => client.workspaces.list()],
  ["list role assignments", (client) => client.workspaces.roleAssignments("w")],
  ["list folders", (client) => client.folders.list("w")],
  ["list connections", (client) => client.connections.list()],
  ["list tags", (client) => client.tags.list()],
  ["list items", (client) => client.items.list("w")],
  ["list dataflows", (client) => client.dataflows.list("w")],
  ["list connections of item", (client) => client.items.listConnections("w", "i")],
  ["discover parameters", (client) => client.dataflows.discoverParameters("w", "i")],
  ["list job instances", (client) => client.jobs.list("w", "i")],
  ["list schedules", (client) => client.schedules.list("w", "i", "Refresh")],
  ["list gateway cluster datasources", (client) => client.gatewayClusters.list()],
];

describe("a response of another form than the reference says", () => {
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
    expect(error.name, error.stack).to.equal("NoAnswerError");
    expect(error.message.startsWith(`${operation}: `), error.message).to.equal(true);
    expect(error.message).to.match(reason);
  };

  const notAnObject: [unknown, RegExp][] = [
    [null, /it is null/],
    [[], /it is a list/],
    ["text", /it is a text/],
  ];
  for (const [operation, call] of records)
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
    [{ value: [null] }, /entry 1 is not .*: it is null/],
    [{ value: [[]] }, /entry 1 is not .*: it is a list/],
    [{ value: [{}] }, /entry 1 is not .*: `\w+` is (missing|not )/],
  ];
  for (const [operation, call] of lists)
    it(`${operation}: an entry that is null, or a list that is an object, is an error that names the call`, async () => {
      for (const [given, reason] of notAPage) {
        body = given;
        await fails((client) => collect(call(client)), operation, reason);
      }
    });

  it("an entry far down a list is named by its number", async () => {
    body = { value: [{ id: "1" }, { id: "2" }, { id: 3 }] };
    await fails(
      (client) => collect(client.tags.list()),
      "list tags",
      /entry 3 is not a tag: `id` is a number, not a text/,
    );
  });

  it("a definition whose parts are not parts is named, also as the result of an operation", async () => {
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

  it("says of a call that changes something that it may have done so, of a read that it did not", async () => {
    body = { id: 7 };
    const client = clientOf(server.endpoint, "token", options);
    expect(await thrown(client.items.get("w", "i"))).to.include({ mayHaveTakenEffect: false });
    expect(await thrown(client.items.create("w", { displayName: "a" }))).to.include({ mayHaveTakenEffect: true });
    expect(await thrown(client.items.update("w", "i", {}))).to.include({ mayHaveTakenEffect: true });
  });

  it("lets fields pass that this version does not know", async () => {
    body = { id: "1", new: [{ deep: null }] };
    expect(await clientOf(server.endpoint, "token").items.get("w", "1")).to.deep.equal(body);
  });
});
