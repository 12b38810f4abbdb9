import { IncomingHttpHeaders } from "node:http";
import { ApiError } from "./errors";
import { JobFault, OperationFault } from "./faults";
import { Principal } from "./principals";
import { World } from "./world";

/** A fault's changes to one request. */
export interface Overrides {
  longRunning?: boolean;
  operation?: OperationFault;
  job?: JobFault;
}

/** One request to the emulator. */
export interface Call {
  world: World;
  operation: string;
  /** The part of the path that names one of the two equivalent APIs. */
  surface: "items" | "dataflows" | "lakehouses";
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
  principal: Principal;
  requestId: string;
  overrides: Overrides;
}

export interface ApiResponse {
  status: number;
  headers?: Record<string, string>;
  /** JSON, or a buffer if `contentType` names another type. */
  body?: unknown;
  contentType?: string;
}

export const ok = (body?: unknown, headers?: Record<string, string>): ApiResponse => ({ status: 200, body, headers });

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function bodyObject(call: Call): JsonObject {
  if (!isObject(call.body)) throw new ApiError("InvalidInput", "The request has no JSON body.");
  return call.body;
}

/** A text of a body. Null counts as absent. @throws ApiError if it is not a text. */
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
