import { expect } from "chai";
import { Client, definitionOf, part, SIMPLE_MASHUP } from "./caller";
import { Emulator, startEmulator } from "./index";

const METADATA = {
  name: "Sales",
  queriesMetadata: {
    Orders: {
      loadEnabled: true,
      isHidden: false,
      queryName: "Orders",
      queryId: "4f5f3e2c-e1c3-4abe-825e-c98ea699ac8f",
    },
    Hidden: { loadEnabled: false, queryName: "Hidden", queryGroupId: null },
  },
  allowNativeQueries: true,
  fastCombine: true,
  somethingNew: { kept: [1] },
  formatVersion: "202502",
};

describe("definitions in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
  });
  afterEach(() => emulator.close());

  it("lose default values, keep unknown keys, and change key order and white space", async () => {
    const sent = JSON.stringify(METADATA);
    const id = await client.dataflow("Sales", {
      parts: [part("queryMetadata.json", sent), part("mashup.pq", SIMPLE_MASHUP)],
    });
    const text = (await client.parts(id))["queryMetadata.json"] ?? "";
    expect(JSON.parse(text)).to.deep.equal({
      formatVersion: "202502",
      computeEngineSettings: {},
      name: "Sales",
      queryGroups: [],
      documentLocale: "en-US",
      fastCombine: true,
      queriesMetadata: {
        Orders: { queryId: "4f5f3e2c-e1c3-4abe-825e-c98ea699ac8f", queryName: "Orders" },
        Hidden: { queryName: "Hidden", loadEnabled: false },
      },
      connections: [],
      somethingNew: { kept: [1] },
    });
    expect(text.split("\n")[1]).to.equal('  "formatVersion": "202502",');
    expect(emulator.item(id).edited?.["queryMetadata.json"]).to.equal(sent);
  });

  it("have CRLF in the mashup after a read, and a byte order mark with a switch", async () => {
    const id = await client.dataflow("Sales");
    expect((await client.parts(id))["mashup.pq"]).to.equal(SIMPLE_MASHUP.replace(/\n/g, "\r\n"));
    emulator.set({ switches: { reserialise: { lineEndings: "lf", byteOrderMark: true } } });
    expect((await client.parts(id))["mashup.pq"]).to.equal(`\uFEFF${SIMPLE_MASHUP}`);
  });

  it("always have .platform, with the item's current name", async () => {
    const id = await client.dataflow("Sales");
    await client.call("PATCH", `${client.root}/items/${id}`, { displayName: "Renamed", description: "D" });
    const platform = JSON.parse((await client.parts(id))[".platform"] ?? "");
    expect(platform.metadata).to.deep.equal({ type: "Dataflow", displayName: "Renamed", description: "D" });
    expect(platform.config.version).to.equal("2.0");
  });

  const platform = (displayName: string, description: string) =>
    part(
      ".platform",
      JSON.stringify({
        metadata: { type: "Dataflow", displayName, description },
        config: { version: "2.0", logicalId: "f58d2f83-a300-b135-4788-059000000000" },
      }),
    );

  it("use .platform on a create, and on an update only with updateMetadata=true", async () => {
    const withPlatform = (name: string, text: string) => ({ parts: [...definitionOf().parts, platform(name, text)] });
    const id = await client.dataflow("Sales", withPlatform("Sales", "from the file"));
    expect(emulator.item(id).description).to.equal("from the file");
    const update = `${client.root}/dataflows/${id}/updateDefinition`;
    await client.call("POST", update, { definition: withPlatform("Other", "ignored") });
    expect(emulator.item(id)).to.include({ displayName: "Sales", description: "from the file" });
    await client.call("POST", `${update}?updateMetadata=true`, { definition: withPlatform("Other", "taken") });
    expect(emulator.item(id)).to.include({ displayName: "Other", description: "taken" });
  });

  it("are replaced as a whole: a part that an update omits is lost", async () => {
    const id = await client.dataflow("Sales", { parts: [...definitionOf().parts, part("Flow.mdf", "{}")] });
    await client.call("POST", `${client.root}/dataflows/${id}/updateDefinition`, { definition: definitionOf() });
    expect(Object.keys(await client.parts(id))).to.deep.equal(["queryMetadata.json", "mashup.pq", ".platform"]);
  });

  it("may be one dataflow-content.json, and keep that form", async () => {
    const legacy = { editingSessionMashup: { mashupDocument: "section Section1;" } };
    const id = await client.dataflow("Old", { parts: [part("dataflow-content.json", JSON.stringify(legacy))] });
    const parts = await client.parts(id);
    expect(Object.keys(parts)).to.deep.equal(["dataflow-content.json", ".platform"]);
    expect(JSON.parse(parts["dataflow-content.json"] ?? "")).to.deep.equal(legacy);
  });

  const [metadata, mashup] = definitionOf().parts as [ReturnType<typeof part>, ReturnType<typeof part>];
  const refused: [string, unknown[], string][] = [
    ["without parts", [], "InvalidDefinitionParts"],
    ["without mashup.pq", [metadata], "InvalidDefinitionParts"],
    ["with '..' in a path", [metadata, mashup, { ...mashup, path: "../x.mdf" }], "InvalidDefinitionParts"],
    ["with a part that no dataflow has", [metadata, mashup, part("notes.txt", "x")], "InvalidDefinitionParts"],
    ["with a part twice", [metadata, mashup, mashup], "DuplicateDefinitionParts"],
    ["with both forms", [metadata, mashup, part("dataflow-content.json", "{}")], "InvalidDefinitionParts"],
    ["with URL-safe base64", [metadata, { ...mashup, payload: "-_-_" }], "CorruptedPayload"],
    ["with metadata that is not JSON", [part("queryMetadata.json", "{"), mashup], "CorruptedPayload"],
    ["with metadata without formatVersion", [part("queryMetadata.json", "{}"), mashup], "CorruptedPayload"],
    ["with a mashup that is no section", [metadata, part("mashup.pq", "let x = 1 in x")], "CorruptedPayload"],
    ["with a member twice", [metadata, part("mashup.pq", "section S;\nA = 1;\nA = 2;")], "CorruptedPayload"],
    [
      "with a mashup over 512 KB",
      [metadata, part("mashup.pq", `section S; A = "${"x".repeat(524288)}";`)],
      "CorruptedPayload",
    ],
    ["with a bad .platform", [metadata, mashup, part(".platform", "{}")], "InvalidPlatformFile"],
  ];
  for (const [what, parts, errorCode] of refused) {
    it(`are refused ${what}: ${errorCode}`, async () => {
      const reply = await client.call("POST", `${client.root}/dataflows`, { displayName: "X", definition: { parts } });
      expect(reply.body.errorCode).to.equal(errorCode);
      expect(reply.body.moreDetails[0].message).to.be.a("string");
      expect(reply.headers.get("x-ms-public-api-error-code")).to.equal(errorCode);
      expect(emulator.items().map(({ displayName }) => displayName)).not.to.include("X");
    });
  }

  it("are refused if they have a format", async () => {
    const definition = { ...definitionOf(), format: "json" };
    const reply = await client.call("POST", `${client.root}/dataflows`, { displayName: "X", definition });
    expect(reply.body.errorCode).to.equal("InvalidDefinitionFormat");
  });

  it("are read by a long-running operation or at once, as the switch says", async () => {
    const id = await client.dataflow("Sales");
    const longRunning = { getDefinition: true, updateDefinition: true };
    emulator.set({ switches: { longRunning }, timings: { operationMs: 60_000 } });
    const accepted = await client.call("POST", `${client.root}/dataflows/${id}/getDefinition`);
    expect(accepted.status).to.equal(202);
    emulator.advance(60_000);
    const state = await client.call("GET", accepted.headers.get("location") ?? "");
    const result = await client.call("GET", state.headers.get("location") ?? "");
    expect(result.body.definition.parts).to.have.length(3);
    const update = { definition: definitionOf("section S;\nshared A = 1;\n") };
    const updated = await client.call("POST", `${client.root}/dataflows/${id}/updateDefinition`, update);
    expect(emulator.item(id).edited?.["mashup.pq"]).to.equal(SIMPLE_MASHUP);
    emulator.advance(60_000);
    const ended = await client.call("GET", updated.headers.get("location") ?? "");
    expect(ended.headers.get("location")).to.equal(null);
    expect(emulator.item(id).edited?.["mashup.pq"]).to.contain("shared A");
  });
});
