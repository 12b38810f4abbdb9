import { randomUUID } from "node:crypto";
import { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { FaultKind } from "./faults";
import { ApiResponse, isObject } from "./http";
import { RequestLogEntry } from "./requestLog";

const HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";

export interface Handled {
  apiResponse: ApiResponse;
  fault?: FaultKind;
}

type Of<K extends FaultKind["kind"]> = Extract<FaultKind, { kind: K }>;

function encode(apiResponse: ApiResponse): Buffer {
  if (apiResponse.body === undefined) return Buffer.alloc(0);
  return Buffer.isBuffer(apiResponse.body) ? apiResponse.body : Buffer.from(JSON.stringify(apiResponse.body));
}

function head(response: ServerResponse, apiResponse: ApiResponse, length: number): void {
  response.statusCode = apiResponse.status;
  for (const [name, value] of Object.entries(apiResponse.headers ?? {})) response.setHeader(name, value);
  if (apiResponse.body !== undefined) response.setHeader("Content-Type", apiResponse.contentType ?? "application/json");
  response.setHeader("Content-Length", length);
}

export function send(response: ServerResponse, apiResponse: ApiResponse): void {
  const body = encode(apiResponse);
  head(response, apiResponse, body.length);
  response.end(body);
}

/** Sends the response, changed by the fault if there is one. */
export async function deliver(
  response: ServerResponse,
  { apiResponse, fault }: Handled,
  entry: RequestLogEntry,
): Promise<void> {
  entry.status = apiResponse.status;
  switch (fault?.kind) {
    case "reset":
      entry.status = 0;
      response.socket?.resetAndDestroy();
      return;
    case "hang":
      entry.status = 0;
      return;
    case "status":
      return sendFaultStatus(response, fault, entry);
    case "delay":
      await sleep(fault.delayMs, undefined, { ref: false });
      return send(response, apiResponse);
    case "drip":
      return drip(response, apiResponse, fault);
    case "cut":
      return cut(response, apiResponse);
    case "stall":
      return stall(response, apiResponse);
    case "endless":
      return endless(response, apiResponse);
    case "change":
      entry.status = fault.status ?? apiResponse.status;
      return send(response, changed(apiResponse, fault));
    case "flood":
      return flood(response, apiResponse, fault.bytes);
    default:
      return send(response, apiResponse);
  }
}

function sendFaultStatus(response: ServerResponse, fault: Of<"status">, entry: RequestLogEntry): void {
  const errorCode = fault.errorCode ?? (fault.status === 429 ? "RequestBlocked" : "UnknownError");
  const isRetriable = fault.isRetriable ?? [429, 503].includes(fault.status);
  const json = {
    requestId: randomUUID(),
    errorCode,
    message: fault.message ?? "An error occurred.",
    isRetriable,
    ...fault.fields,
  };
  const kind = fault.body ?? "json";
  const headers: Record<string, string> = kind === "json" ? { "x-ms-public-api-error-code": errorCode } : {};
  if (fault.retryAfter !== undefined) headers["Retry-After"] = String(fault.retryAfter);
  const full = JSON.stringify(json);
  const bodies = { json: full, html: HTML, truncated: full.slice(0, full.length / 2), empty: undefined };
  const text = bodies[kind];
  entry.status = fault.status;
  if (kind === "json") entry.errorCode = errorCode;
  send(response, {
    status: fault.status,
    headers,
    body: text === undefined ? undefined : Buffer.from(text),
    contentType: kind === "html" ? "text/html" : "application/json",
  });
}

async function drip(response: ServerResponse, apiResponse: ApiResponse, fault: Of<"drip">): Promise<void> {
  const body = encode(apiResponse);
  head(response, apiResponse, body.length);
  for (let at = 0; at < body.length && !response.destroyed; at += fault.bytes) {
    response.write(body.subarray(at, at + fault.bytes));
    await sleep(fault.delayMs, undefined, { ref: false });
  }
  response.end();
}

function cut(response: ServerResponse, apiResponse: ApiResponse): void {
  const body = encode(apiResponse);
  head(response, apiResponse, body.length);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}

function stall(response: ServerResponse, apiResponse: ApiResponse): void {
  const body = encode(apiResponse);
  head(response, apiResponse, body.length);
  response.write(body.subarray(0, Math.floor(body.length / 2)));
}

function endless(response: ServerResponse, apiResponse: ApiResponse): void {
  const body = encode(apiResponse);
  head(response, apiResponse, body.length);
  response.removeHeader("Content-Length");
  response.write(body.subarray(0, Math.floor(body.length / 2)));
  const chunk = Buffer.alloc(1024 * 1024, " ");
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
}

function changed(apiResponse: ApiResponse, fault: Of<"change">): ApiResponse {
  const headers = Object.entries({ ...apiResponse.headers, ...fault.headers }).filter(([, value]) => value !== null);
  const merges = [fault.body, apiResponse.body].every((body) => isObject(body) && !Buffer.isBuffer(body));
  return {
    ...apiResponse,
    status: fault.status ?? apiResponse.status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body:
      fault.body === undefined
        ? apiResponse.body
        : merges
          ? { ...(apiResponse.body as object), ...(fault.body as object) }
          : fault.body,
  };
}

/** White space before the true body. JSON allows it, so the body is valid and too large. */
async function flood(response: ServerResponse, apiResponse: ApiResponse, bytes: number): Promise<void> {
  const body = encode(apiResponse);
  head(response, apiResponse, bytes + body.length);
  const chunk = Buffer.alloc(64 * 1024, " ");
  for (let left = bytes; left > 0 && !response.destroyed; left -= chunk.length) {
    const isTaken = response.write(left < chunk.length ? chunk.subarray(0, left) : chunk);
    if (!isTaken) await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
  }
  response.end(body);
}
