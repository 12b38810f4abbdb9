import { idFromLink } from "./endpoint";
import { isObject } from "../common/objects";
import { readErrorBody, type ErrorBody } from "./errorBody";
import type { Timing } from "./clock";

/** The parts of an answer that say how an operation goes on. */
export interface OperationResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  retryAfterMs?: number;
}

/** What the answer to a call that may take long means. */
export type StartedCall =
  | { kind: "done"; body: unknown }
  | { kind: "accepted"; operationId: string; retryAfterMs?: number }
  /** Accepted, but nothing says which operation. */
  | { kind: "untraceable" };

/**
 * `isResult` knows the form of the result; without it there is none. An answer that brings the result is the end,
 * whatever its status; 202 goes on, and so does a 200 that names an operation in place of a result.
 */
export function readStart(answer: OperationResponse, isResult: ((body: unknown) => boolean) | undefined): StartedCall {
  const { status, body, retryAfterMs } = answer;
  const operationId = operationIdOf(answer.headers);
  if (isResult === undefined ? status !== 202 : isResult(body)) return { kind: "done", body };
  if (operationId !== undefined) return { kind: "accepted", operationId, retryAfterMs };
  return status === 202 ? { kind: "untraceable" } : { kind: "done", body };
}

function operationIdOf(headers: Record<string, string>): string | undefined {
  const named = headers["x-ms-operation-id"]?.trim();
  return named !== undefined && named !== "" ? named : idFromLink(headers.location, "operations");
}

/** What an operation's state means. */
export type OperationStatus =
  | { kind: "running"; status: string; percentComplete?: number; retryAfterMs?: number }
  | { kind: "succeeded"; status: string; /** Whether the answer says that there is a result. */ hasResult: boolean }
  | { kind: "failed"; status: string; error: ErrorBody };

/** A status that this version does not know, `Undefined` and an empty answer mean that it still runs. */
export function readStatus(answer: OperationResponse): OperationStatus {
  const body = isObject(answer.body) ? answer.body : {};
  const status = typeof body.status === "string" ? body.status : "Undefined";
  switch (status.toLowerCase()) {
    case "succeeded":
    case "completed":
      return { kind: "succeeded", status, hasResult: /\/result\/?(\?|$)/i.test(answer.headers.location ?? "") };
    case "failed":
    case "cancelled":
    case "canceled":
      return { kind: "failed", status, error: readErrorBody(body.error) };
    default:
      return {
        kind: "running",
        status,
        percentComplete: typeof body.percentComplete === "number" ? body.percentComplete : undefined,
        retryAfterMs: answer.retryAfterMs,
      };
  }
}

/**
 * The wait before the next poll: never less than the service asks for, growing by half where it asks for nothing. 0 asks
 * for a poll at once, and begins with a tenth.
 */
export function pollDelayMs(polls: number, retryAfterMs: number | undefined, timing: Timing): number {
  if (retryAfterMs !== undefined && retryAfterMs > 0) return Math.min(retryAfterMs, timing.pollLongestMs);
  const first = retryAfterMs === 0 ? timing.pollIntervalMs / 10 : timing.pollIntervalMs;
  return Math.min(timing.pollCapMs, Math.round(first * 1.5 ** Math.min(polls, 30)));
}
