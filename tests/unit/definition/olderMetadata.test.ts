import { expect } from "chai";
import { connectionChanges, keepConnections } from "../../../sdk/definition/connectionGuard";
import { viewMetadata } from "../../../sdk/definition/metadata";
import { openDefinition } from "../../../sdk/definition/open";
import { LEGACY, METADATA, type DefinitionPart } from "../../../sdk/definition/parts";
import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { understand } from "../../../sdk/definition/understand";
import { textOf, textPart } from "./samples";

const MASHUP = 'section Section1;\nshared A = Sql.Database("server", "db");\nshared B = 1;';
const id = (digit: number) => `${String(digit).repeat(8)}-2222-4222-8222-222222222222`;
const composite = JSON.stringify({ ClusterId: id(1), DatasourceId: id(2) });
const queriesMetadata = {
  A: { queryId: id(3), queryName: "A", loadEnabled: false },
  B: { queryId: id(4), queryName: "B" },
};
const settings = { queriesMetadata, documentLocale: "de-DE", gatewayObjectId: id(5), fastCombine: true };
const computeEngineSettings = { allowFastCopy: true };

const parts = (metadata: object): DefinitionPart[] => [
  textPart("mashup.pq", MASHUP),
  textPart(METADATA, JSON.stringify(metadata, undefined, 2)),
];
const today = parts({
  ...{ formatVersion: "202502", name: "x", computeEngineSettings, ...settings },
  connections: [{ path: "server;db", kind: "Sql", connectionId: composite }],
});
const overrides = [
  {
    ...{ path: "server;db", kind: "SQL", provider: "CommonDataModel", connectionName: composite },
    ...{ credentialDetails: null, connectionParameters: null },
  },
  { path: "unbound", kind: "Web", provider: null, connectionName: null },
];
const sessionOf = (connectionOverrides: unknown) => ({
  ...settings,
  ...{ connectionOverrides, trustedConnections: null, hostProperties: { x: "y" } },
});
const older = (connectionOverrides: unknown = overrides.slice(0, 1)) =>
  parts({
    ...{ formatVersion: "202409", lastModified: "2025-01-01T00:00:00Z" },
    editingSession: { computeEngineSettings, editingSessionMashup: sessionOf(connectionOverrides) },
  });
const single = [
  textPart(LEGACY, JSON.stringify({ editingSessionMashup: { ...sessionOf(overrides), mashupDocument: MASHUP } })),
];

describe("metadata of exports until April 2025", () => {
  it("has the same meaning as the same content in today's form", () => {
    expect(queryFingerprints(older())).to.deep.equal(queryFingerprints(today));
  });

  it("is valid, and its queries and bindings are read", async () => {
    for (const form of [older(overrides), single]) {
      expect((await understand(form)).problems).to.deep.equal([]);
      const { queries, connections } = viewMetadata(openDefinition(form)!);
      expect(queries?.map(({ queryName, loadEnabled }) => [queryName, loadEnabled])).to.deep.equal([
        ["A", false],
        ["B", true],
      ]);
      expect(connections.map(({ kind, path, connectionId }) => [kind, path, connectionId])).to.deep.equal([
        ["SQL", "server;db", composite],
      ]);
    }
  });

  it("is written in its own form, with the environment's connection", async () => {
    const bound = { connections: { Sql: { clusterId: id(6), datasourceId: id(7), path: "prod;db" } } };
    for (const [form, part] of [
      [older(), METADATA],
      [single, LEGACY],
    ] as const) {
      const { parts: written, problems } = await understand(form, bound);
      expect(problems).to.deep.equal([]);
      const expected = textOf(form, part)
        .replace(JSON.stringify(composite), JSON.stringify(JSON.stringify({ ClusterId: id(6), DatasourceId: id(7) })))
        .replace('"server;db"', '"prod;db"')
        .replace('\\"server\\"', '\\"prod\\"');
      expect(textOf(written, part)).to.equal(expected);
    }
  });

  it("keeps bindings of the live item, in any combination of forms", () => {
    const kept = keepConnections(today, older([]));
    expect(JSON.parse(textOf(kept, METADATA))).to.have.nested.property(
      "editingSession.editingSessionMashup.connectionOverrides[0].connectionName",
      composite,
    );
    expect(connectionChanges(today, kept)).to.deep.equal([]);
    expect(connectionChanges(older([]), today)).to.deep.equal(["connection Sql:server;db is bound"]);
  });

  it("says if it has destinations that are not read", async () => {
    const text = textOf(older(), METADATA).replace(
      '"queryName": "A"',
      '"queryName": "A", "jsonOutputDestinations": "{}"',
    );
    const { problems } = await understand([textPart("mashup.pq", MASHUP), textPart(METADATA, text)]);
    expect(problems.map(({ message }) => message)).to.deep.equal([
      "the destinations of A are in `jsonOutputDestinations`, which is not read; set ids in it by `replacements`: lineage and `bind` do not see them",
    ]);
  });

  it("is reported if its form is unknown", async () => {
    const warnings = async (metadata: object) =>
      (await understand(parts({ queriesMetadata, ...metadata }))).problems.map(
        ({ severity, message }) => `${severity} ${message}`,
      );
    const read = 'so it is read as "202502"';
    const known = 'Current exports have "202502"';
    expect(await warnings({})).to.deep.equal([`warning has no \`formatVersion\`, ${read}. ${known}`]);
    expect(await warnings({ formatVersion: 202502 })).to.deep.equal([
      `warning has a \`formatVersion\` that is not a text, ${read}. ${known}`,
    ]);
    expect(await warnings({ formatVersion: "202412", dataflowOptions: {} })).to.deep.equal([
      `warning has the \`formatVersion\` 202412, ${read}; its \`dataflowOptions\` are not understood, and are sent as they are. ${known}`,
    ]);
    expect(await warnings({ formatVersion: "202502" })).to.deep.equal([]);
  });
});
