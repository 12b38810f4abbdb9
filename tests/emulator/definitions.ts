import { ApiError, ErrorCode } from "./errors";
import { isObject, JsonObject } from "./http";
import { mashupMembers, MashupError } from "./mashup";

export interface Part {
  path: string;
  payload: string;
  payloadType: "InlineBase64";
}

export interface Definition {
  parts: Part[];
  format?: string;
}

/** Contents by part path, as they were sent. A read re-serialises them. It never has `.platform`. */
export interface StoredDefinition {
  parts: Map<string, Buffer>;
  savedAt: number;
  /** True if only a create wrote it. Its connections are then invisible. */
  isOfCreate?: boolean;
}

export interface PlatformFile {
  displayName?: string;
  description?: string;
  logicalId?: string;
}

const LEGACY_PART = "dataflow-content.json";
const MASHUP_LIMIT = 512 * 1024;

const refuse = (errorCode: ErrorCode, message: string): never => {
  throw new ApiError(errorCode, undefined, { moreDetails: [{ errorCode, message }] });
};

function decode(path: string, payload: unknown): Buffer {
  // Published samples have a blank before the payload. The service's decoder skips it.
  const text = typeof payload === "string" ? payload.trim() : refuse("CorruptedPayload", `'${path}' has no payload.`);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    refuse("CorruptedPayload", `The payload of '${path}' is not standard base64.`);
  }
  return Buffer.from(text, "base64");
}

function parseJson(path: string, content: Buffer, code: ErrorCode): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(content.toString("utf8").replace(/^\uFEFF/, ""));
  } catch {
    return refuse(code, `'${path}' is not JSON.`);
  }
  return isObject(value) ? value : refuse(code, `'${path}' is not a JSON object.`);
}

function checkMetadata(content: Buffer): void {
  const metadata = parseJson("queryMetadata.json", content, "CorruptedPayload");
  if (typeof metadata.formatVersion !== "string")
    refuse("CorruptedPayload", "queryMetadata.json has no formatVersion.");
  if (metadata.queriesMetadata !== undefined && !isObject(metadata.queriesMetadata)) {
    refuse("CorruptedPayload", "queriesMetadata is not an object.");
  }
  if (metadata.connections !== undefined && !Array.isArray(metadata.connections)) {
    refuse("CorruptedPayload", "connections is not an array.");
  }
}

function checkMashup(content: Buffer): void {
  if (content.length > MASHUP_LIMIT) refuse("CorruptedPayload", "mashup.pq is larger than 512 KB.");
  try {
    mashupMembers(content.toString("utf8"));
  } catch (error) {
    if (error instanceof MashupError) refuse("CorruptedPayload", `mashup.pq: ${error.message}`);
    throw error;
  }
}

function readPlatform(content: Buffer): PlatformFile {
  const platform = parseJson(".platform", content, "InvalidPlatformFile");
  const metadata = isObject(platform.metadata)
    ? platform.metadata
    : refuse("InvalidPlatformFile", "metadata is missing.");
  const config = isObject(platform.config) ? platform.config : {};
  if (metadata.type !== "Dataflow") refuse("InvalidPlatformFile", "metadata.type must be Dataflow.");
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    displayName: text(metadata.displayName) ?? refuse("InvalidPlatformFile", "metadata.displayName is missing."),
    description: text(metadata.description),
    logicalId: text(config.logicalId),
  };
}

/** Checks and stores a request's definition. @throws ApiError if the service rejects such a write. */
export function readDefinition(value: unknown, now: number): { stored: StoredDefinition; platform?: PlatformFile } {
  if (!isObject(value)) return refuse("InvalidInput", "'definition' must be an object.");
  if (String(value.format).toLowerCase() === "json") refuse("InvalidDefinitionFormat", "Leave 'format' out.");
  if (!Array.isArray(value.parts) || value.parts.length === 0) {
    return refuse("InvalidDefinitionParts", "The definition has no parts.");
  }
  const parts = new Map<string, Buffer>();
  for (const part of value.parts as unknown[]) {
    if (!isObject(part) || typeof part.path !== "string" || part.path === "") {
      return refuse("InvalidDefinitionParts", "A part has no path.");
    }
    if (/(^|\/)\.\.(\/|$)|^\/|\\/.test(part.path))
      refuse("InvalidDefinitionParts", `Part path '${part.path}' is invalid.`);
    if (part.payloadType !== "InlineBase64") refuse("InvalidDefinitionParts", "payloadType must be InlineBase64.");
    if (parts.has(part.path)) refuse("DuplicateDefinitionParts", `'${part.path}' is given twice.`);
    parts.set(part.path, decode(part.path, part.payload));
  }
  const platformFile = parts.get(".platform");
  parts.delete(".platform");
  checkParts(parts);
  return { stored: { parts, savedAt: now }, platform: platformFile && readPlatform(platformFile) };
}

function checkParts(parts: Map<string, Buffer>): void {
  const legacy = parts.get(LEGACY_PART);
  if (legacy) {
    if (parts.size > 1) refuse("InvalidDefinitionParts", `'${LEGACY_PART}' must be the only part beside .platform.`);
    const content = parseJson(LEGACY_PART, legacy, "CorruptedPayload");
    if (!isObject(content.editingSessionMashup)) refuse("CorruptedPayload", "editingSessionMashup is missing.");
    return;
  }
  const metadata = parts.get("queryMetadata.json");
  const mashup = parts.get("mashup.pq");
  if (!metadata || !mashup) return refuse("InvalidDefinitionParts", "queryMetadata.json and mashup.pq are required.");
  for (const [path, content] of parts) {
    if (path.endsWith(".mdf")) parseJson(path, content, "CorruptedPayload");
    else if (path !== "queryMetadata.json" && path !== "mashup.pq") {
      refuse("InvalidDefinitionParts", `A dataflow has no part '${path}'.`);
    }
  }
  checkMetadata(metadata);
  checkMashup(mashup);
}

/** The definition of a dataflow that was created without one. */
export function emptyDefinition(name: string, now: number): StoredDefinition {
  const metadata = { formatVersion: "202502", name, queriesMetadata: {} };
  return {
    parts: new Map([
      ["queryMetadata.json", Buffer.from(JSON.stringify(metadata))],
      ["mashup.pq", Buffer.from("section Section1;\n")],
    ]),
    savedAt: now,
  };
}
