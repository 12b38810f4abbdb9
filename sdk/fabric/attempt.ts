import type { Credential } from "../auth/credential";
import type { Timing } from "./clock";
import type { Mask } from "../common/mask";
import { isObject } from "../common/objects";
import { parseJson, readErrorBody } from "./errorBody";
import { FabricError, NoResponseError } from "./errors";
import { readAll, send, SendFailure, type HttpResponse } from "./http";
import type { RateLimitGroup } from "./limiter";
import { parseRetryAfter, type Idempotency, type Outcome } from "./retry";
import type { CallContext } from "./callContext";

/** One call. It can take several requests. */
export interface Call {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path below the endpoint, with escaped segments. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  accept?: string;
  rateLimitGroup: RateLimitGroup;
  idempotency: Idempotency;
  /** True for a read that writes may overtake while calls have to queue. */
  afterWrites?: boolean;
  /** True if the call is never retried, because nothing depends on its response. */
  onlyOnce?: boolean;
  /** True if a good response holds messages for people, too. They may quote what was sent, so secret values in the response are masked. */
  holdsMessages?: boolean;
}

/** A good response. `body` is the parsed JSON, or `undefined` if the body is empty. */
export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  retryAfterMs?: number;
  /** The unread body, if the call asked for a stream. */
  open?: HttpResponse;
}

/** The outcome of one request, and the error to throw if no retry follows. */
export type Attempt = { outcome: Outcome; reason: string } & (
  { response: ApiResponse; error?: undefined } | { response?: undefined; error(mayHaveTakenEffect: boolean): Error }
);

export interface AttemptOptions {
  endpoint: string;
  credential: Credential;
  timing: Timing;
  userAgent: string;
  /** Masks secret values in the service's messages. */
  mask: Mask;
}

const LONGEST_BODY = 64 * 1024 * 1024;

/** Signs in, sends one request and reads the response. With `streamed`, the body of a good response stays unread. */
export async function attempt(
  options: AttemptOptions,
  call: Call,
  context: CallContext,
  { forceRefresh, streamed }: { forceRefresh: boolean; streamed: boolean },
): Promise<Attempt> {
  const { credential, endpoint, timing, userAgent } = options;
  const controller = new AbortController();
  const tooLong = new SendFailure(`no response within ${timing.attemptMs / 1000} s`, true, false);
  const timer = setTimeout(() => controller.abort(tooLong), timing.attemptMs);
  const stop = (): void => controller.abort(context.signal.reason);
  context.signal.addEventListener("abort", stop, { once: true });
  try {
    const { token } = await credential.getToken({ signal: context.signal, forceRefresh });
    context.throwIfOver();
    if (call.idempotency !== "safe") context.mayHaveTakenEffect = true;
    const http = await send({
      method: call.method,
      url: endpoint + call.path + queryString(call.query),
      headers: {
        authorization: `Bearer ${token}`,
        accept: call.accept ?? "application/json",
        "user-agent": userAgent,
        ...(call.body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      ownConnection: call.idempotency === "none",
      // A stream may take as long as the whole call.
      signal: streamed ? context.signal : controller.signal,
    });
    if (streamed && http.status >= 200 && http.status < 300 && http.status !== 202) return opened(http);
    const text = (await readAll(http, LONGEST_BODY, controller.signal)).toString("utf8");
    return readResponse(http, text, call, context, options.mask.with({ name: "token", value: token }));
  } catch (error) {
    if (context.signal.aborted) throw context.overError();
    if (error instanceof SendFailure) return lost(error, context);
    throw error;
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener("abort", stop);
  }
}

function opened(http: HttpResponse): Attempt {
  const { status, headers } = http;
  return {
    outcome: { kind: "response", status },
    reason: "",
    response: { status, headers, body: undefined, open: http },
  };
}

/** Reads a response and masks the secret values in it. No text of the service enters the package in another place. */
function readResponse(
  { status, headers }: HttpResponse,
  text: string,
  call: Call,
  context: CallContext,
  mask: Mask,
): Attempt {
  const parsed = parseJson(text);
  const body = call.holdsMessages ? mask.json(parsed) : parsed;
  const isJson = body !== undefined || text.trim() === "";
  const retryAfterMs = parseRetryAfter(headers["retry-after"], { date: headers.date, now: context.clock.wallTime() });
  if (status >= 200 && status < 300) {
    if (isJson)
      return { outcome: { kind: "response", status }, reason: "", response: { status, headers, body, retryAfterMs } };
    const type = mask.text(headers["content-type"] ?? "no type");
    return lost(new SendFailure(`HTTP ${status} whose body (${type}) is not JSON`, true, false), context);
  }
  const errorBody = mask.json(readErrorBody(parsed, headers));
  const { operation, item } = context;
  return {
    outcome: { kind: "response", status, errorCode: errorBody.errorCode, retryAfterMs },
    reason: errorBody.errorCode === undefined ? `HTTP ${status}` : `${errorBody.errorCode} (HTTP ${status})`,
    error: (mayHaveTakenEffect) => {
      const foreign = isObject(body) || text.trim() === "" ? undefined : "the response is not Fabric's (a gateway's?)";
      const serviceMessage = errorBody.serviceMessage ?? foreign;
      const isForeign = !isJson;
      return new FabricError({
        ...{ operation, item, status, ...errorBody, serviceMessage, retryAfterMs, mayHaveTakenEffect, isForeign },
      });
    },
  };
}

function lost({ message, sent, permanent, cause }: SendFailure, context: CallContext): Attempt {
  return {
    outcome: { kind: "failure", sent, permanent },
    reason: message,
    error: (mayHaveTakenEffect) =>
      new NoResponseError(context.operation, context.item, message, mayHaveTakenEffect, { cause }),
  };
}

function queryString(query: Call["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? "" : `?${search}`;
}
