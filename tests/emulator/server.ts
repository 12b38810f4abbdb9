import { randomUUID } from "node:crypto";
import { createServer, IncomingMessage, Server, ServerResponse } from "node:http";
import { control } from "./control";
import { Handled, deliver, send } from "./delivery";
import type { Emulator } from "./emulator";
import { ApiError } from "./errors";
import { FaultKind } from "./faults";
import { ApiResponse, Call, Overrides } from "./http";
import { authenticate } from "./principals";
import { RequestLogEntry } from "./requestLog";
import { isKnownPath, Match, matchRoute, operationName } from "./router";

const BODY_LIMIT = 32 * 1024 * 1024;

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
    throw new ApiError("InvalidInput", "The request body is not JSON.");
  }
}

export function buildServer(emulator: Emulator): Server {
  const server = createServer((request, response) => {
    serve(emulator, request, response).catch((error: unknown) => {
      response.destroy();
      // If a caller aborts its own request, this is not a defect of the emulator.
      if (request.complete) emulator.internalErrors.push(stackOf(error));
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
  const handled = await handle(emulator, request, exchange).finally(() => {
    entry.durationMs = Date.now() - at;
  });
  response.setHeader("Date", new Date(emulator.world.clock.now()).toUTCString());
  await deliver(response, handled, entry);
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

async function handle(emulator: Emulator, request: IncomingMessage, incoming: Incoming): Promise<Handled> {
  const { world, faults } = emulator;
  const { entry, operation, match, url } = incoming;
  const requestId = randomUUID();
  let body: unknown;
  const refuse = (error: unknown): ApiResponse => {
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
  let apiResponse: ApiResponse;
  try {
    body = await readBody(request);
    entry.requestBody = body;
    world.clock.runDue();
    if (fault && !takesEffect(fault)) {
      if (match) emulator.check(match.route, url.searchParams, body);
      return { apiResponse: { status: 0 }, fault };
    }
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
    apiResponse = await match.route.handle(call);
  } catch (error) {
    apiResponse = refuse(error);
  }
  apiResponse.headers = { RequestId: requestId, ...apiResponse.headers };
  if (match) emulator.check(match.route, url.searchParams, body, apiResponse);
  return { apiResponse, fault };
}

/** True if the call takes effect although the fault replaces its response. */
function takesEffect(fault: FaultKind): boolean {
  return !["status", "reset", "hang"].includes(fault.kind) || ("effect" in fault && fault.effect === "applied");
}

function overridesOf(fault: FaultKind | undefined): Overrides {
  if (fault?.kind === "longRunning") return { longRunning: fault.longRunning };
  if (fault?.kind === "operation") return { operation: fault.operation, longRunning: true };
  if (fault?.kind === "job") return { job: fault.job };
  return {};
}
