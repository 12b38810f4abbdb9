import { readFile } from "node:fs/promises";
import path from "node:path";
import { isObject, type JsonObject } from "./http";

const FILES = ["platform/swagger.json", "dataflow/swagger.json", "lakehouse/swagger.json"];
const METHODS = ["get", "post", "put", "patch", "delete"];

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  type?: string;
  schema?: JsonObject;
}

export interface Response {
  schema?: JsonObject;
  headers?: Record<string, { type?: string }>;
  description?: string;
}

/** One operation of the specification, with its references resolved. */
export interface SpecOperation {
  id: string;
  method: string;
  path: string;
  parameters: Parameter[];
  responses: Record<string, Response>;
}

interface Subtype {
  value: string;
  schema: JsonObject;
}

/**
 * Relaxes a schema only as far as Microsoft's own examples need it: open enums, null for an optional
 * property, any JSON as a job parameter's value. Makes it stricter if Swagger's `discriminator` names a subtype.
 */
function adapt(schema: JsonObject, seen: Set<object>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  if (isObject(schema["x-ms-enum"]) && schema["x-ms-enum"].modelAsString === true) delete schema.enum;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const names = Object.keys(properties);
  if (names.includes("value") && names.includes("type") && names.length === 3) properties.value = {};
  for (const [name, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    adapt(property, seen);
    if (!required.includes(name)) properties[name] = { anyOf: [{ type: "null" }, property] };
  }
  for (const key of ["items", "additionalProperties"]) if (isObject(schema[key])) adapt(schema[key], seen);
  for (const part of Array.isArray(schema.allOf) ? schema.allOf : []) if (isObject(part)) adapt(part, seen);
  // A subtype that contains its base (a principal in a principal) would make an endless schema.
  const subtypes = ((schema["x-subtypes"] ?? []) as Subtype[]).filter((subtype) => !reaches(subtype.schema, schema));
  delete schema["x-subtypes"];
  const branches = subtypes.map(({ value, schema: subtype }) => {
    adapt(subtype, seen);
    const key = String(schema.discriminator);
    return { if: { properties: { [key]: { const: value } }, required: [key] }, then: subtype };
  });
  if (branches.length > 0) schema.allOf = [...(Array.isArray(schema.allOf) ? schema.allOf : []), ...branches];
}

function reaches(from: unknown, target: object, seen = new Set<unknown>()): boolean {
  if (from === target) return true;
  if (typeof from !== "object" || from === null || seen.has(from)) return false;
  seen.add(from);
  return Object.values(from).some((child) => reaches(child, target, seen));
}

/** Writes a subtype's own properties beside its base, while the references still name the base. */
function attachSubtypes(file: JsonObject): void {
  const definitions = (file.definitions ?? {}) as Record<string, JsonObject>;
  for (const definition of Object.values(definitions)) {
    const value = definition["x-ms-discriminator-value"];
    if (typeof value !== "string") continue;
    const { properties = {}, required = [] } = definition;
    for (const { $ref } of (definition.allOf ?? []) as { $ref?: string }[]) {
      const base = definitions[$ref?.replace("#/definitions/", "") ?? ""];
      const subtype: Subtype = { value, schema: { type: "object", properties, required } };
      if (base?.discriminator) base["x-subtypes"] = [...((base["x-subtypes"] ?? []) as Subtype[]), subtype];
    }
  }
}

async function readSwagger(given: string, seen: (file: string) => void): Promise<JsonObject> {
  // The published files refer to a folder 'Common'. Its name is 'common'.
  const file = given.replace("/Common/", "/common/");
  seen(file);
  const text = await readFile(file, "utf8");
  const swagger = JSON.parse(text.replace(/^\uFEFF/, "")) as JsonObject;
  attachSubtypes(swagger);
  // Some examples refer to files that were never published.
  for (const methods of Object.values((swagger.paths ?? {}) as Record<string, JsonObject>)) {
    for (const operation of Object.values(methods)) if (isObject(operation)) delete operation["x-ms-examples"];
  }
  return swagger;
}

/** All operations of the files, by id, with adapted schemas. Calls `seen` with each file. */
export async function readOperations(
  folder: string,
  seen: (file: string) => void,
): Promise<Map<string, SpecOperation>> {
  const { $RefParser } = await import("@apidevtools/json-schema-ref-parser");
  const read = async ({ url }: { url: string }) => JSON.stringify(await readSwagger(decodeURI(url), seen));
  const operations = new Map<string, SpecOperation>();
  for (const file of FILES) {
    const name = path.join(folder, file);
    const swagger = await $RefParser.dereference(name, await readSwagger(name, seen), { resolve: { file: { read } } });
    for (const [pattern, methods] of Object.entries((swagger as { paths: Record<string, JsonObject> }).paths)) {
      for (const method of METHODS) {
        const operation = methods[method];
        if (!isObject(operation)) continue;
        operations.set(String(operation.operationId), {
          id: String(operation.operationId),
          method: method.toUpperCase(),
          // The path of a preview API has its query.
          path: pattern.split("?")[0]!,
          parameters: (operation.parameters ?? []) as Parameter[],
          responses: operation.responses as Record<string, Response>,
        });
      }
    }
  }
  const adapted = new Set<object>();
  for (const { parameters, responses } of operations.values()) {
    for (const { schema } of [...parameters, ...Object.values(responses)]) if (schema) adapt(schema, adapted);
  }
  return operations;
}
