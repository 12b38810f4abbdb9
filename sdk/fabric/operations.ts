import { path } from "./path";
import { defaultTimeouts, type Requests } from "./requests";
import { anything, object } from "./shapes";
import type { CallOptions, WaitOptions } from "./callOptions";
import type { OperationState } from "./types";

const state = object<OperationState>("an operation's state", { status: "string" });

/** Long-running operations. https://learn.microsoft.com/rest/api/fabric/core/long-running-operations */
export class Operations {
  constructor(private readonly requests: Requests) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/long-running-operations/get-operation-state */
  get(operationId: string, options?: CallOptions): Promise<OperationState> {
    return this.requests.get("get operation", operationId, path`/operations/${operationId}`, state, options);
  }

  /**
   * Returns the result of an operation that succeeded. The service may delete a result once it was read.
   * https://learn.microsoft.com/rest/api/fabric/core/long-running-operations/get-operation-result
   */
  getResult(operationId: string, options?: CallOptions): Promise<unknown> {
    const at = path`/operations/${operationId}/result`;
    return this.requests.get("get the result of operation", operationId, at, anything, options);
  }

  /**
   * Resolves when the operation has succeeded. Throws {@link OperationFailedError} if it fails or is cancelled. `firstPollAfterMs`: milliseconds
   * before the first poll. Default time-out 20 minutes.
   */
  wait(operationId: string, options?: WaitOptions & { firstPollAfterMs?: number }): Promise<void> {
    return this.requests.within("await operation", operationId, options, defaultTimeouts.operation, (context) =>
      this.requests.longRunning.waitForEnd(operationId, context, options, options?.firstPollAfterMs),
    );
  }
}
