import { setTimeout as sleep } from "node:timers/promises";
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import type { Dispatcher } from "undici";
import { localDispatcher } from "./dispatcher";

/** Time limits of requests to an authority. */
export interface NetworkLimits {
  /** Time limit of a request. */
  requestTimeoutMs: number;
  /** Waits before the second, third, ... attempt, after a failed connection, a 5xx or a 429. */
  retryDelaysMs: readonly number[];
}

export const defaultLimits: NetworkLimits = { requestTimeoutMs: 20_000, retryDelaysMs: [1_000, 4_000] };
const LONGEST_RETRY_AFTER_MS = 15_000;

/** A failure on the way to the authority. */
export interface NetworkFailure {
  url: string;
  attempts: number;
  reason: string;
}

/** MSAL drops errors of its network client unless they are its own, so the failure is attached to one of MSAL's. */
function failed(failure: NetworkFailure): Error {
  const { AuthError } = require("@azure/msal-node") as typeof import("@azure/msal-node");
  return Object.assign(new AuthError("no_response", "", failure.reason), { failure });
}

export function failureOf(error: unknown): NetworkFailure | undefined {
  return (error as { failure?: NetworkFailure } | undefined)?.failure;
}

/** undici as MSAL's network client: proxies, certificates, limits and retries are those of the rest of the product. */
export class SignInNetwork implements INetworkModule {
  /** How far this machine's clock is from the authority's, in ms; positive if this machine is ahead. */
  clockSkewMs?: number;
  /** The authority's last refusal. MSAL's device code flow keeps only the short name of the error. */
  refusal?: string;

  constructor(
    private readonly dispatcher: () => Dispatcher,
    private readonly limits: NetworkLimits,
  ) {}

  sendGetRequestAsync<T>(
    url: string,
    options?: NetworkRequestOptions,
    timeoutMs?: number,
  ): Promise<NetworkResponse<T>> {
    return this.send<T>("GET", url, options, timeoutMs);
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.send<T>("POST", url, options);
  }

  private async send<T>(
    method: "GET" | "POST",
    url: string,
    options?: NetworkRequestOptions,
    timeoutMs?: number,
  ): Promise<NetworkResponse<T>> {
    const { retryDelaysMs } = this.limits;
    for (let attempt = 0; ; attempt++) {
      const last = attempt === retryDelaysMs.length;
      const place = url.split("?")[0]!;
      let wait = retryDelaysMs[attempt] ?? 0;
      try {
        const response = await this.once(method, url, options, timeoutMs);
        const isTransient = response.status >= 500 || response.status === 429;
        if (!isTransient || last) {
          const body = parse<T>(response, place, attempt + 1);
          this.refusal = (body as { error_description?: string }).error_description ?? this.refusal;
          return { ...response, body };
        }
        const retryAfterMs = Number(response.headers["retry-after"]) * 1000;
        if (retryAfterMs > 0) wait = Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
      } catch (error) {
        if (failureOf(error) !== undefined) throw error;
        if (last) throw failed({ url: place, attempts: attempt + 1, reason: reasonOf(error) });
      }
      await sleep(wait);
    }
  }

  private async once(method: "GET" | "POST", url: string, options?: NetworkRequestOptions, timeoutMs?: number) {
    const { request } = require("undici") as typeof import("undici");
    const { statusCode, headers, body } = await request(url, {
      method,
      headers: options?.headers,
      body: method === "POST" ? (options?.body ?? "") : undefined,
      // Plain HTTP is only for this machine, and a proxy would send it elsewhere.
      dispatcher: url.startsWith("http:") ? localDispatcher() : this.dispatcher(),
      signal: AbortSignal.timeout(Math.min(timeoutMs ?? Infinity, this.limits.requestTimeoutMs)),
    });
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const date = Date.parse(flat["date"] ?? "");
    if (!Number.isNaN(date)) this.clockSkewMs = Date.now() - date;
    return { status: statusCode, headers: flat, text: await textOf(body) };
  }
}

/** A token's response has a few kilobytes. */
const LONGEST_BODY = 1024 * 1024;

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LONGEST_BODY) throw new Error(`the response is longer than ${LONGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse<T>(
  response: { status: number; headers: Record<string, string>; text: string },
  url: string,
  attempts: number,
): T {
  try {
    return JSON.parse(response.text) as T;
  } catch {
    const kind = response.headers["content-type"]?.split(";")[0] ?? "no content type";
    throw failed({ url, attempts, reason: `the response was HTTP ${response.status} with ${kind} instead of JSON` });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError" || error.name === "AbortError") return "no response came in time";
  const cause = error as { code?: string; cause?: { code?: string; message?: string }; message: string };
  const code = cause.code ?? cause.cause?.code;
  return [code, cause.message || cause.cause?.message].filter(Boolean).join(": ");
}
