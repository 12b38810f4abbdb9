import { StoredDefinition } from "./definitions";
import { isObject, JsonObject } from "./http";
import { mashupMembers } from "./mashup";
import { Failure } from "./runs";

export interface QueryMetadata {
  queryName: string;
  loadEnabled: boolean;
}

export function metadataOf(definition: StoredDefinition): JsonObject {
  const content = definition.parts.get("queryMetadata.json");
  const value: unknown = content ? JSON.parse(content.toString("utf8").replace(/^\uFEFF/, "")) : {};
  return isObject(value) ? value : {};
}

function queriesOf(definition: StoredDefinition): QueryMetadata[] {
  const queries = metadataOf(definition).queriesMetadata;
  return Object.entries(isObject(queries) ? queries : {}).map(([key, query]) => ({
    queryName: isObject(query) && typeof query.queryName === "string" ? query.queryName : key,
    loadEnabled: !(isObject(query) && query.loadEnabled === false),
  }));
}

/** The failure that ApplyChanges finds, or undefined. */
export function validateForPublish(definition: StoredDefinition): Failure | undefined {
  const mashup = definition.parts.get("mashup.pq");
  if (!mashup) return undefined;
  const destinations = mashupMembers(mashup.toString("utf8")).flatMap((member) =>
    [...member.attributes.matchAll(/QueryName\s*=\s*"((?:[^"]|"")*)"/g)].map((match) => match[1] as string),
  );
  const loaded = queriesOf(definition).find((query) => destinations.includes(query.queryName) && query.loadEnabled);
  if (!loaded) return undefined;
  return {
    errorCode: "ModelBuilderOutputDestinationInvalidOutputDestinationConfiguration",
    message: `The destination query '${loaded.queryName}' must have loadEnabled: false.`,
  };
}
