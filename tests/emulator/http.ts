import { IncomingHttpHeaders } from "node:http";
import { ApiError } from "./errors";
import { JobFault, OperationFault } from "./faults";
import { Principal } from "./principals";
import { World } from "./world";

/** What a fault changes about how one request is served. */
export interface Overrides {
  longRunning?: boolean;
  operation?: OperationFault;
  job?: JobFault;
}

/** One request, on its way through the emulator. */
export interface Call {
  world: World;
  operation: string;
  /** The part of the path that says which of the two equivalent surfaces is used. */
  surface: "items" | "dataflows" | "lakehouses";
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
  principal: Principal;
  requestId: string;
  overrides: Overrides;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** JSON, unless `contentType` names something else and this is a buffer. */
  body?: unknown;
  contentType?: string;
}

export const ok = (body?: unknown, headers?: Record<string, string>): Answer => ({ status: 200, body, headers });

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function bodyObject(call: Call): JsonObject {
  if (!isObject(call.body)) throw new ApiError("InvalidInput", "The request has no JSON body.");
  return call.body;
}

/** A property of a body: absent and null are the same. @throws ApiError when it is no string. */
export function optionalString(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new ApiError("InvalidInput", `'${name}' must be a string.`);
  return value;
}

export function booleanParameter(query: URLSearchParams, name: string, otherwise: boolean): boolean {
  const value = query.get(name);
  if (value === null) return otherwise;
  if (!/^(true|false)$/i.test(value)) throw new ApiError("InvalidParameter", `'${name}' must be true or false.`);
  return value.toLowerCase() === "true";
}
