import { part } from "../emulator/caller";
import { Check } from "./check";
import { definition, MASHUP, Tenant } from "./tenant";

const METADATA = "queryMetadata.json";
const DEFAULTS = { fastCombine: false, allowNativeQueries: true, parametric: false };

const stored = async (tenant: Tenant, given: object): Promise<Record<string, string>> =>
  tenant.parts(await tenant.dataflow({ definition: given }));

const metadataOf = (parts: Record<string, string>) => JSON.parse((parts[METADATA] ?? "").replace(/^\uFEFF/, ""));

async function refusal(tenant: Tenant, given: object): Promise<string> {
  const body = { displayName: tenant.newName(), definition: given };
  const reply = await tenant.settled(await tenant.call("POST", `${tenant.root}/dataflows`, body));
  tenant.remember(reply.body.id);
  return reply.body.errorCode ?? reply.body.error?.errorCode ?? "taken";
}

const [metadata, mashup] = definition().parts as [object, object];

export const definitionChecks: Check[] = [
  {
    id: "get-definition-response",
    title: "getDefinition responds at once, or with an operation",
    source: "assumption",
    expected: ({ longRunning }) => (longRunning.getDefinition ? "202" : "200"),
    observe: async (tenant) => {
      const reply = await tenant.call("POST", `${tenant.root}/dataflows/${await tenant.dataflow()}/getDefinition`);
      await tenant.settled(reply);
      return String(reply.status);
    },
  },
  {
    id: "update-definition-response",
    title: "updateDefinition responds at once, or with an operation",
    source: "assumption",
    expected: ({ longRunning }) => (longRunning.updateDefinition ? "202" : "200"),
    observe: async (tenant) => {
      const path = `${tenant.root}/dataflows/${await tenant.dataflow()}/updateDefinition`;
      const reply = await tenant.call("POST", path, { definition: definition() });
      await tenant.settled(reply);
      return String(reply.status);
    },
  },
  {
    id: "reserialise-load-enabled",
    title: "loadEnabled: true, read back",
    source: "assumption",
    expected: ({ reserialise }) => (reserialise.dropDefaults ? "dropped" : "kept"),
    observe: async (tenant) => {
      const { Numbers } = metadataOf(await stored(tenant, definition())).queriesMetadata;
      return "loadEnabled" in Numbers ? "kept" : "dropped";
    },
  },
  {
    id: "reserialise-defaults",
    title: "optional properties at their default, read back",
    source: "assumption",
    expected: ({ reserialise }) => (reserialise.dropDefaults ? "dropped" : "kept"),
    observe: async (tenant) => {
      const read = metadataOf(await stored(tenant, definition(MASHUP, DEFAULTS)));
      const kept = Object.keys(DEFAULTS).filter((key) => key in read);
      return kept.length === 0 ? "dropped" : kept.length === 3 ? "kept" : `kept: ${kept.join(", ")}`;
    },
  },
  {
    id: "reserialise-added",
    title: "the keys that the service adds to queryMetadata.json",
    source: "assumption",
    expected: ({ reserialise }) =>
      reserialise.addEmpty ? "computeEngineSettings, connections, documentLocale, queryGroups" : "",
    observe: async (tenant) => {
      const read = metadataOf(await stored(tenant, definition()));
      const sent = ["name", "queriesMetadata", "formatVersion"];
      return Object.keys(read)
        .filter((key) => !sent.includes(key))
        .sort()
        .join(", ");
    },
  },
  {
    id: "reserialise-unknown",
    title: "a property that the service does not know, read back",
    source: "assumption",
    expected: "kept",
    observe: async (tenant) => {
      const read = metadataOf(await stored(tenant, definition(MASHUP, { notKnownToTheService: 1 })));
      return "notKnownToTheService" in read ? "kept" : "dropped";
    },
  },
  {
    id: "reserialise-line-endings",
    title: "line endings of a mashup sent with LF",
    source: "assumption",
    expected: ({ reserialise }) => (reserialise.lineEndings === "crlf" ? "CRLF" : "LF"),
    observe: async (tenant) => ((await stored(tenant, definition()))["mashup.pq"]?.includes("\r\n") ? "CRLF" : "LF"),
  },
  {
    id: "reserialise-bom",
    title: "a byte order mark in the definition that is read back",
    source: "assumption",
    expected: ({ reserialise }) => (reserialise.byteOrderMark ? "yes" : "no"),
    observe: async (tenant) =>
      Object.values(await stored(tenant, definition())).some((text) => text.startsWith("\uFEFF")) ? "yes" : "no",
  },
  {
    id: "platform-returned",
    title: "parts of a definition that was sent without .platform",
    source: "assumption",
    expected: ".platform, mashup.pq, queryMetadata.json",
    observe: async (tenant) =>
      Object.keys(await stored(tenant, definition()))
        .sort()
        .join(", "),
  },
  {
    id: "platform-on-update",
    title: "the description of a .platform in an update, without and with updateMetadata",
    source: "assumption",
    expected: "ignored, taken",
    observe: async (tenant) => {
      const displayName = tenant.newName();
      const id = await tenant.dataflow(undefined, displayName);
      const file = {
        metadata: { type: "Dataflow", displayName, description: "from the file" },
        config: { version: "2.0", logicalId: "f58d2f83-a300-4135-8788-059000000000" },
      };
      const given = definition(MASHUP, {}, {}, [part(".platform", JSON.stringify(file))]);
      const seen: string[] = [];
      for (const query of ["", "?updateMetadata=true"]) {
        await tenant.update(id, given, query);
        const { description } = (await tenant.call("GET", `${tenant.root}/dataflows/${id}`)).body;
        seen.push(description === "from the file" ? "taken" : "ignored");
      }
      return seen.join(", ");
    },
  },
  {
    id: "full-replacement",
    title: "a part that an update omits",
    source: "assumption",
    expected: "lost",
    observe: async (tenant) => {
      const id = await tenant.dataflow({ definition: definition(MASHUP, {}, {}, [part("Flow.mdf", "{}")]) });
      await tenant.update(id, definition());
      return "Flow.mdf" in (await tenant.parts(id)) ? "kept" : "lost";
    },
  },
  {
    id: "legacy-part",
    title: "a definition of one dataflow-content.json, read back as",
    source: "assumption",
    expected: "dataflow-content.json",
    observe: async (tenant) => {
      const content = {
        editingSessionMashup: { mashupDocument: MASHUP, queriesMetadata: null, documentLocale: "en-US" },
      };
      const parts = await stored(tenant, { parts: [part("dataflow-content.json", JSON.stringify(content))] });
      return Object.keys(parts)
        .filter((path) => path !== ".platform")
        .sort()
        .join(", ");
    },
  },
  {
    id: "refuse-base64",
    title: "a payload that is not base64",
    source: "specification",
    expected: "CorruptedPayload",
    observe: (tenant) => refusal(tenant, { parts: [metadata, { ...mashup, payload: "*" }] }),
  },
  {
    id: "refuse-format",
    title: "a definition that names a format",
    source: "assumption",
    expected: "InvalidDefinitionFormat",
    observe: (tenant) => refusal(tenant, { ...definition(), format: "json" }),
  },
  {
    id: "refuse-missing-part",
    title: "a definition without mashup.pq",
    source: "assumption",
    expected: "InvalidDefinitionParts",
    observe: (tenant) => refusal(tenant, { parts: [metadata] }),
  },
  {
    id: "refuse-mashup",
    title: "a mashup that is not a section document",
    source: "assumption",
    expected: "CorruptedPayload",
    observe: (tenant) => refusal(tenant, definition("let x = 1 in x")),
  },
  {
    id: "bare-connection-id",
    title: "a connection bound by a bare GUID, at write",
    source: "assumption",
    expected: "taken",
    observe: (tenant) => {
      const connectionId = "f58d2f83-a300-4135-8788-059000000000";
      return refusal(
        tenant,
        definition(MASHUP, { connections: [{ path: "Lakehouse", kind: "Lakehouse", connectionId }] }),
      );
    },
  },
];
