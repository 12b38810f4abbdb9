import { randomUUID } from "node:crypto";
import { fabricTime } from "./clock";
import { ApiError } from "./errors";
import { OperationFault } from "./faults";
import { ApiResponse, Call, ok } from "./http";

/** A long-running operation. */
export interface Operation {
  id: string;
  status: string;
  createdAt: number;
  updatedAt: number;
  percentComplete: number | null;
  /** Absent: the operation has no result. */
  result?: ApiResponse;
  error?: Record<string, unknown>;
  resultRead: boolean;
  fault?: OperationFault;
}

/**
 * Responds with 202 and does the work when the operation ends. An error of `work` becomes the operation's error.
 * `hasResult` is false if the operation ends without a `Location`.
 */
export function accept(call: Call, hasResult: boolean, work: () => ApiResponse): ApiResponse {
  const { world } = call;
  const now = world.clock.now();
  const fault = call.overrides.operation;
  const operation: Operation = {
    id: randomUUID(),
    status: fault?.outcome === "unknownStatus" ? "Undefined" : "NotStarted",
    createdAt: now,
    updatedAt: now,
    percentComplete: null,
    resultRead: false,
    fault,
  };
  if (fault?.outcome !== "vanish") world.operations.set(operation.id, operation);
  world.clock.after(world.timings.operationMs / 2, () => start(call, operation));
  world.clock.after(world.timings.operationMs, () => finish(call, operation, hasResult, work));
  const headers: Record<string, string> = {
    "x-ms-operation-id": operation.id,
    "Retry-After": String(world.timings.retryAfterSeconds),
    Location: `${world.endpoint}/operations/${operation.id}`,
  };
  if (fault?.outcome === "noLocation" || fault?.outcome === "noLocationNorId") delete headers.Location;
  if (fault?.outcome === "noOperationId" || fault?.outcome === "noLocationNorId") delete headers["x-ms-operation-id"];
  return { status: 202, headers };
}

function start(call: Call, operation: Operation): void {
  operation.updatedAt = call.world.clock.now();
  if (operation.status !== "NotStarted") return;
  operation.status = "Running";
  operation.percentComplete = 25;
}

function finish(call: Call, operation: Operation, hasResult: boolean, work: () => ApiResponse): void {
  const outcome = operation.fault?.outcome;
  if (outcome === "neverEnds") return;
  operation.updatedAt = call.world.clock.now();
  if (outcome === "cancelled") {
    operation.status = "Cancelled";
    return;
  }
  try {
    if (outcome === "fail") throw new ApiError(operation.fault?.errorCode ?? "UnknownError", operation.fault?.message);
    const response = work();
    operation.status = "Succeeded";
    operation.percentComplete = 100;
    if (hasResult) operation.result = { ...response, status: 200 };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    operation.status = "Failed";
    const { errorCode, message, isRetriable } = error.body(call.requestId);
    operation.error = { errorCode, message, isRetriable };
  }
}

function find(call: Call): Operation {
  const operation = call.world.operations.get(call.params.operationId ?? "");
  if (!operation) throw new ApiError("OperationNotFound");
  return operation;
}

export function getOperation(call: Call): ApiResponse {
  const operation = find(call);
  const { world } = call;
  const headers: Record<string, string> = { "x-ms-operation-id": operation.id };
  const running = ["Undefined", "NotStarted", "Running"].includes(operation.status);
  if (running) headers["Retry-After"] = String(world.timings.retryAfterSeconds);
  const lost = operation.fault?.outcome === "noResultLocation";
  if (running || (operation.result && !lost)) headers.Location = location(call, operation, !running);
  return ok(
    {
      status: operation.status,
      createdTimeUtc: fabricTime(operation.createdAt),
      lastUpdatedTimeUtc: fabricTime(operation.updatedAt),
      percentComplete: operation.percentComplete,
      ...(operation.error && { error: operation.error }),
    },
    headers,
  );
}

function location(call: Call, operation: Operation, result: boolean): string {
  const { endpoint, switches } = call.world;
  const path = `/operations/${operation.id}${result ? "/result" : ""}`;
  if (switches.operationLocation === "relative") return `/v1${path}`;
  return (switches.operationLocation === "withoutVersion" ? endpoint.replace(/\/v1$/, "") : endpoint) + path;
}

export function getOperationResult(call: Call): ApiResponse {
  const operation = find(call);
  if (!operation.result) throw new ApiError("OperationHasNoResult");
  if (operation.resultRead && call.world.switches.resultsReadOnce) throw new ApiError("OperationNotFound");
  operation.resultRead = true;
  return operation.result;
}
