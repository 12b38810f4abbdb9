import { randomUUID } from "node:crypto";
import { createServer, IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./errors";
import { FaultKind } from "./faults";
import { Answer, Call, Overrides } from "./http";
import { authenticate } from "./principals";
import { RequestLogEntry } from "./requestLog";
import { isKnownPath, Match, matchRoute, operationName } from "./router";
import { control } from "./control";
import type { Emulator } from "./emulator";

const BODY_LIMIT = 32 * 1024 * 1024;
const HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new ApiError("InvalidInput", "The request body is too large.", { status: 413 });
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
  } catch {
    throw new ApiError("InvalidInput", "The request body is no JSON.");
  }
}

export function buildServer(emulator: Emulator): Server {
  const server = createServer((request, response) => {
    serve(emulator, request, response).catch((error: unknown) => {
      emulator.internalErrors.push(stackOf(error));
      response.destroy();
    });
  });
  server.keepAliveTimeout = 5_000;
  return server;
}

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 8).join("\n") : String(error);

async function serve(emulator: Emulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = Date.now();
  const url = new URL(request.url ?? "/", "http://emulator");
  const method = request.method ?? "GET";
  if (url.pathname.startsWith("/_emulator/")) {
    const body = await readBody(request);
    emulator.world.clock.runDue();
    return send(response, control(emulator, method, url.pathname, body));
  }
  const path = url.pathname.replace(/^\/v1(?=\/)/, "");
  const match = matchRoute(method, path);
  const operation = operationName(match, url.searchParams);
  const { authorization, accept, "user-agent": userAgent, "content-type": contentType } = request.headers;
  const entry: RequestLogEntry = {
    ...{ method, path: path + url.search, operation, status: 0, at, durationMs: 0 },
    headers: { accept, userAgent, contentType },
  };
  emulator.record(entry);
  const exchange = { path, operation, url, authorization, entry, match };
  const answered = await answerTo(emulator, request, exchange).finally(() => {
    entry.durationMs = Date.now() - at;
  });
  await deliver(response, answered, entry);
  emulator.logged(entry);
}

function noSuchCall(path: string): ApiError {
  if (isKnownPath(path)) return new ApiError("InvalidRequest", "The method is not allowed here.", { status: 405 });
  return new ApiError("InvalidRequest", `No API has the path ${path}.`, { status: 404 });
}

interface Incoming {
  path: string;
  operation: string;
  url: URL;
  authorization: string | undefined;
  entry: RequestLogEntry;
  match: Match | undefined;
}

interface Answered {
  answer: Answer;
  fault?: FaultKind;
}

async function answerTo(emulator: Emulator, request: IncomingMessage, incoming: Incoming): Promise<Answered> {
  const { world, faults } = emulator;
  const { entry, operation, match, url } = incoming;
  const requestId = randomUUID();
  let body: unknown;
  const refuse = (error: unknown): Answer => {
    if (!(error instanceof ApiError)) throw error;
    entry.errorCode = error.errorCode;
    return {
      status: error.status,
      headers: { "x-ms-public-api-error-code": error.errorCode, ...error.extra.headers },
      body: error.body(requestId),
    };
  };
  const fault = faults.take(operation, /^Bearer (.+)$/i.exec(incoming.authorization ?? "")?.[1]);
  if (fault) entry.fault = fault.kind;
  let answer: Answer;
  try {
    body = await readBody(request);
    entry.requestBody = body;
    world.clock.runDue();
    if (fault && !takesEffect(fault)) return { answer: { status: 0 }, fault };
    if (fault?.kind === "tokenExpired") throw new ApiError("TokenExpired");
    const principal = authenticate(world, incoming.authorization);
    entry.principal = principal.displayName;
    if (!match) throw noSuchCall(incoming.path);
    emulator.throttle.count(principal, match.route.bucket, operation);
    const params: Record<string, string> = { ...match.params, path: incoming.path };
    params.itemId ??= params.dataflowId ?? params.lakehouseId ?? "";
    const surface = /^\/workspaces\/[^/]+\/(dataflows|lakehouses)(\/|$)/.exec(incoming.path)?.[1] ?? "items";
    const call: Call = {
      ...{ world, operation, params, query: url.searchParams, headers: request.headers, body, principal, requestId },
      surface: surface as Call["surface"],
      overrides: overridesOf(fault),
    };
    answer = await match.route.handle(call);
  } catch (error) {
    answer = refuse(error);
  }
  answer.headers = { RequestId: requestId, ...answer.headers };
  if (match) emulator.check(match.route, url.searchParams, body, answer, operation);
  return { answer, fault };
}

/** Whether the call happens although the fault takes its answer. */
function takesEffect(fault: FaultKind): boolean {
  return !["status", "reset", "hang"].includes(fault.kind) || ("effect" in fault && fault.effect === "applied");
}

function overridesOf(fault: FaultKind | undefined): Overrides {
  if (fault?.kind === "longRunning") return { longRunning: fault.longRunning };
  if (fault?.kind === "operation") return { operation: fault.operation, longRunning: true };
  if (fault?.kind === "job") return { job: fault.job };
  return {};
}

function encode(answer: Answer): Buffer {
  if (answer.body === undefined) return Buffer.alloc(0);
  return Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(JSON.stringify(answer.body));
}

function head(response: ServerResponse, answer: Answer, length: number): void {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.body !== undefined) response.setHeader("Content-Type", answer.contentType ?? "application/json");
  response.setHeader("Content-Length", length);
}

function send(response: ServerResponse, answer: Answer): void {
  const body = encode(answer);
  head(response, answer, body.length);
  response.end(body);
}

async function deliver(response: ServerResponse, { answer, fault }: Answered, entry: RequestLogEntry): Promise<void> {
  entry.status = answer.status;
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
      return send(response, answer);
    case "drip":
      return drip(response, answer, fault);
    case "cut": {
      const body = encode(answer);
      head(response, answer, body.length);
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
      return;
    }
    default:
      return send(response, answer);
  }
}

function sendFaultStatus(
  response: ServerResponse,
  fault: FaultKind & { kind: "status" },
  entry: RequestLogEntry,
): void {
  const errorCode = fault.errorCode ?? (fault.status === 429 ? "RequestBlocked" : "UnknownError");
  const isRetriable = fault.isRetriable ?? [429, 503].includes(fault.status);
  const json = { requestId: randomUUID(), errorCode, message: fault.message ?? "An error occurred.", isRetriable };
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

async function drip(
  response: ServerResponse,
  answer: Answer,
  fault: { bytes: number; delayMs: number },
): Promise<void> {
  const body = encode(answer);
  head(response, answer, body.length);
  for (let at = 0; at < body.length && !response.destroyed; at += fault.bytes) {
    response.write(body.subarray(at, at + fault.bytes));
    await sleep(fault.delayMs, undefined, { ref: false });
  }
  response.end();
}
