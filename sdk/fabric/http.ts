import type { Dispatcher } from "undici";
import { dispatcher, localDispatcher } from "../auth/dispatcher";
import { isLoopback } from "../common/loopback";

export interface HttpRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /**
   * True if the request must not use a kept-alive connection. If the service closes such a connection meanwhile, nobody knows
   * whether it saw the request.
   */
  ownConnection?: boolean;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: AsyncIterable<Uint8Array>;
  /** Drops the unread rest of the body, and the connection with it. */
  cancel(): void;
}

/** No response came, or only a part of it. */
export class SendFailure extends Error {
  override readonly name = "SendFailure";

  constructor(
    message: string,
    /** True if the request may have reached the service. */
    readonly sent: boolean,
    /** True if a retry is of no use: a certificate that is not trusted, a body that is too large. */
    readonly permanent: boolean,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Loads undici at the first request only: it takes tens of milliseconds. */
const undici = (): typeof import("undici") => require("undici") as typeof import("undici");

/** Ports of this machine are reached without a proxy. */
function dispatcherFor(url: string, ownConnection: boolean): Dispatcher {
  const connections = ownConnection ? "own" : "kept";
  return isLoopback(new URL(url).hostname) ? localDispatcher(connections) : dispatcher(connections);
}

/**
 * Sends one request. Does not follow redirects, so that a token goes to the endpoint's host alone. Throws {@link SendFailure}, or
 * the signal's reason.
 */
export async function send({
  method,
  url,
  headers,
  body,
  signal,
  ownConnection = false,
}: HttpRequest): Promise<HttpResponse> {
  try {
    const response = await undici().request(url, {
      method,
      headers,
      body: body ?? null,
      signal,
      dispatcher: dispatcherFor(url, ownConnection),
    });
    const { statusCode: status, body: stream } = response;
    const cancel = (): void => {
      // Nobody listens any more. An error without a listener would end the process.
      stream.on("error", () => {});
      stream.destroy();
    };
    return { status, headers: flatten(response.headers), body: stream, cancel };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw asSendFailure(error);
  }
}

/** Returns the whole body. Throws {@link SendFailure} if it breaks off or is longer than `maxBytes`. */
export async function readAll(response: HttpResponse, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bounded(response, maxBytes, signal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Yields the chunks of the body as they come, within the same bounds as {@link readAll}. */
export async function* bounded(
  response: HttpResponse,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of response.body) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new SendFailure(`the response is longer than ${maxBytes} bytes`, true, true);
      yield chunk;
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof SendFailure ? error : asSendFailure(error);
  }
}

const notSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"]);
const words: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "host not found",
  EAI_AGAIN: "host name could not be resolved for now",
  ECONNRESET: "connection reset",
  UND_ERR_SOCKET: "connection closed",
  UND_ERR_CONNECT_TIMEOUT: "connecting took too long",
  UND_ERR_BODY_TIMEOUT: "the response stopped half-way",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "the response broke off",
};

/** Converts a connection error. Node's and undici's codes decide if the request may have reached the service. */
export function asSendFailure(error: unknown): SendFailure {
  const code = codeOf(error) ?? "unknown";
  const certificate = /CERT|^UNABLE_TO|SELF_SIGNED|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(code);
  const sent = !(notSent.has(code) || code === "UND_ERR_CONNECT_TIMEOUT" || certificate);
  const text = certificate ? "no trusted TLS connection" : (words[code] ?? "connection failed");
  return new SendFailure(`${text} (${code})`, sent, certificate, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // Node tries each address of a host, and then throws all their errors as one.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if ("code" in error && typeof error.code === "string" && !/^UND_ERR$/.test(error.code)) return error.code;
  return codeOf(error.cause);
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? (value[0] ?? "") : value;
  return flat;
}
