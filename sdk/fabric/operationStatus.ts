import { idFromLink } from "./endpoint";
import { isObject } from "../common/objects";
import { readErrorBody, type ErrorBody } from "./errorBody";
import type { Timing } from "./clock";

/** The parts of a response that describe the state of an operation. */
export interface OperationResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  retryAfterMs?: number;
}

/** The meaning of the response to a call that may become a long-running operation. */
export type StartedCall =
  | { kind: "done"; body: unknown }
  | { kind: "accepted"; operationId: string; retryAfterMs?: number }
  /** Accepted, but the response does not name the operation. */
  | { kind: "untraceable" };

/**
 * Reads the response to a call that may become an operation. `isResult` recognises the result; undefined means that the call has none. A
 * response with the result ends the call, whatever its status. 202 goes on, and so does a 200 that names an operation instead of a result.
 */
export function readStart(
  response: OperationResponse,
  isResult: ((body: unknown) => boolean) | undefined,
): StartedCall {
  const { status, body, retryAfterMs } = response;
  const operationId = operationIdOf(response.headers);
  if (isResult === undefined ? status !== 202 : isResult(body)) return { kind: "done", body };
  if (operationId !== undefined) return { kind: "accepted", operationId, retryAfterMs };
  return status === 202 ? { kind: "untraceable" } : { kind: "done", body };
}

function operationIdOf(headers: Record<string, string>): string | undefined {
  const named = headers["x-ms-operation-id"]?.trim();
  return named !== undefined && named !== "" ? named : idFromLink(headers.location, "operations");
}

/** The meaning of the state of an operation. */
export type OperationStatus =
  | { kind: "running"; status: string; percentComplete?: number; retryAfterMs?: number }
  | { kind: "succeeded"; status: string; /** True if the response says that there is a result. */ hasResult: boolean }
  | { kind: "failed"; status: string; error: ErrorBody };

/** Reads the state of an operation. A status that this version does not know, `Undefined` and an empty response mean that it still runs. */
export function readStatus(response: OperationResponse): OperationStatus {
  const body = isObject(response.body) ? response.body : {};
  const status = typeof body.status === "string" ? body.status : "Undefined";
  switch (status.toLowerCase()) {
    case "succeeded":
    case "completed":
      return { kind: "succeeded", status, hasResult: /\/result\/?(\?|$)/i.test(response.headers.location ?? "") };
    case "failed":
    case "cancelled":
    case "canceled":
      return { kind: "failed", status, error: readErrorBody(body.error) };
    default:
      return {
        kind: "running",
        status,
        percentComplete: typeof body.percentComplete === "number" ? body.percentComplete : undefined,
        retryAfterMs: response.retryAfterMs,
      };
  }
}

/**
 * Returns the milliseconds before the next poll. That is the service's `Retry-After`, at most `pollLongestMs`. Without it, the wait grows by
 * half each time. `Retry-After: 0` requests an early poll: then the waits begin with a tenth of `pollIntervalMs`.
 */
export function pollDelayMs(polls: number, retryAfterMs: number | undefined, timing: Timing): number {
  if (retryAfterMs !== undefined && retryAfterMs > 0) return Math.min(retryAfterMs, timing.pollLongestMs);
  const first = retryAfterMs === 0 ? timing.pollIntervalMs / 10 : timing.pollIntervalMs;
  return Math.min(timing.pollCapMs, Math.round(first * 1.5 ** Math.min(polls, 30)));
}
