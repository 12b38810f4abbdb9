import { isObject, JsonObject } from "./http";
import { Switches } from "./options";

type How = Switches["reserialise"];

const METADATA_DEFAULTS: JsonObject = {
  fastCombine: false,
  allowNativeQueries: true,
  skipAutomaticTypeAndHeaderDetection: false,
  parametric: false,
  gatewayObjectId: null,
};
const QUERY_DEFAULTS: JsonObject = { isHidden: false, loadEnabled: true, queryGroupId: null };

const METADATA_ORDER = [
  "formatVersion",
  "computeEngineSettings",
  "name",
  "queryGroups",
  "documentLocale",
  "gatewayObjectId",
  "fastCombine",
  "allowNativeQueries",
  "skipAutomaticTypeAndHeaderDetection",
  "parametric",
  "queriesMetadata",
  "connections",
];
const QUERY_ORDER = ["queryId", "queryName", "queryGroupId", "isHidden", "loadEnabled"];

function withoutDefaults(value: JsonObject, defaults: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key, own]) => !(key in defaults && own === defaults[key])));
}

function inOrder(value: JsonObject, order: string[]): JsonObject {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b)));
}

/** `queryMetadata.json` in the service's form. Unknown keys stay. */
function reserialiseMetadata(text: string, how: How): string {
  let metadata = JSON.parse(text) as JsonObject;
  if (how.dropDefaults) metadata = withoutDefaults(metadata, METADATA_DEFAULTS);
  const queries = isObject(metadata.queriesMetadata) ? metadata.queriesMetadata : {};
  metadata.queriesMetadata = Object.fromEntries(
    Object.entries(queries).map(([name, query]) => {
      if (!isObject(query)) return [name, query];
      const kept = how.dropDefaults ? withoutDefaults(query, QUERY_DEFAULTS) : query;
      return [name, how.reorder ? inOrder(kept, QUERY_ORDER) : kept];
    }),
  );
  if (how.addEmpty) {
    metadata = { computeEngineSettings: {}, queryGroups: [], documentLocale: "en-US", connections: [], ...metadata };
  }
  return JSON.stringify(how.reorder ? inOrder(metadata, METADATA_ORDER) : metadata, null, 2);
}

function reserialiseText(text: string, how: How): string {
  const plain = text.replace(/^\uFEFF/, "");
  if (how.lineEndings === "kept") return plain;
  const lines = plain.replace(/\r\n?/g, "\n");
  return how.lineEndings === "crlf" ? lines.replace(/\n/g, "\r\n") : lines;
}

/** The content of a part in a read. */
export function reserialise(path: string, content: Buffer, how: How): Buffer {
  const text = content.toString("utf8").replace(/^\uFEFF/, "");
  const mark = how.byteOrderMark ? "\uFEFF" : "";
  if (path === "mashup.pq") return Buffer.from(mark + reserialiseText(text, how), "utf8");
  if (path === "queryMetadata.json") return Buffer.from(mark + reserialiseMetadata(text, how), "utf8");
  if (/\.(json|mdf)$/.test(path)) return Buffer.from(mark + JSON.stringify(JSON.parse(text), null, 2), "utf8");
  return content;
}
