import path from "node:path";
import { isObject, type JsonObject } from "./http";
import { SpecificationCache } from "./openapiCache";
import { readOperations, type SpecOperation } from "./openapiFiles";
import type { ValidateFunction } from "ajv";

/** The parts of a request that the specification describes. */
export interface SpecRequest {
  operationId: string;
  query: URLSearchParams;
  requestBody: unknown;
}

/** The parts of a response that the specification describes. */
export interface SpecResponse {
  status: number;
  headers: Record<string, string>;
  responseBody: unknown;
  contentType?: string;
}

/** Checks requests and responses against Microsoft's OpenAPI files. Schemas compile at their first use. */
export class Specification {
  readonly operations: Map<string, SpecOperation>;
  private readonly compiled = new Map<object, ValidateFunction>();

  constructor(private readonly cache: SpecificationCache) {
    this.operations = cache.operations;
  }

  /** Returns the violations of a request, and of its response if there was one. */
  violations(request: SpecRequest, response?: SpecResponse): string[] {
    const operation = this.operations.get(request.operationId);
    if (!operation) return [`the specification has no operation ${request.operationId}`];
    const found = [
      ...this.checkRequest(operation, request),
      ...(response ? this.checkResponse(operation, response) : []),
    ];
    return found.map((violation) => `${operation.id}: ${violation}`);
  }

  private checkRequest(operation: SpecOperation, { query, requestBody }: SpecRequest): string[] {
    const found: string[] = [];
    const known = operation.parameters.filter((parameter) => parameter.in === "query");
    for (const [name, value] of query) {
      const parameter = known.find((other) => other.name === name);
      if (!parameter) found.push(`request: there is no query parameter '${name}'`);
      if (parameter?.type === "boolean" && !/^(true|false)$/i.test(value))
        found.push(`request: '${name}' is not a boolean`);
    }
    for (const { name, required } of known)
      if (required && !query.has(name)) found.push(`request: the query parameter '${name}' is missing`);
    const body = operation.parameters.find((parameter) => parameter.in === "body");
    if (body?.required && requestBody === undefined) found.push("request: the body is missing");
    const isEmpty = requestBody === undefined || (isObject(requestBody) && Object.keys(requestBody).length === 0);
    if (!body && !isEmpty) {
      found.push("request: this call takes no body");
    }
    if (body?.schema && requestBody !== undefined)
      found.push(...this.check("request", `${operation.id} request`, body.schema, requestBody));
    return found;
  }

  private checkResponse(
    operation: SpecOperation,
    { status, headers, responseBody, contentType }: SpecResponse,
  ): string[] {
    const response = operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined);
    if (!response) return [`response: status ${status} is not documented`];
    const found: string[] = [];
    for (const [name, { type }] of Object.entries(response.headers ?? {})) {
      const value = headers[name];
      if (value !== undefined && type === "integer" && !/^\d+$/.test(value))
        found.push(`response: ${name} is not an integer`);
    }
    const isFile = response.schema?.type === "file" || (contentType !== undefined && !contentType.includes("json"));
    const name = `${operation.id} ${status in operation.responses ? status : "default"}`;
    if (response.schema && !isFile) found.push(...this.check("response", name, response.schema, responseBody));
    if (!response.schema && responseBody !== undefined && !isFile) found.push(`response: ${status} has no body`);
    return found;
  }

  private check(what: string, name: string, schema: JsonObject, value: unknown): string[] {
    let validate = this.compiled.get(schema);
    if (!validate) this.compiled.set(schema, (validate = this.cache.validator(name, schema)));
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${what}: ${error.instancePath || "the body"} ${error.message ?? ""}`,
    );
  }
}

const load = async (folder: string): Promise<Specification> =>
  new Specification(await SpecificationCache.open(folder, readOperations));

let loaded: Promise<Specification> | undefined;

/** The folder of Microsoft's OpenAPI files, from the environment. */
export const specificationFolder = (): string | undefined => process.env.FABRIC_REST_API_SPECS || undefined;

export const NOT_VALIDATED =
  "requests and responses are not held to Microsoft's OpenAPI files: FABRIC_REST_API_SPECS names no folder";

/** Loaded once in a process. Undefined without the environment variable. */
export async function specification(): Promise<Specification | undefined> {
  const folder = specificationFolder();
  if (!folder) return undefined;
  return (loaded ??= load(path.resolve(folder)));
}
