import type { Call, OpenAnswer } from "./caller";
import { isRecord } from "./errorBody";
import { FabricError, NoAnswerError, OperationFailedError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import { afterLook, afterStart } from "./longRunning";
import { path } from "./path";
import { poll } from "./polling";
import type { Scope } from "./scope";
import type { CallOptions, WaitOptions } from "./types";

/** Times are ISO 8601 UTC, sometimes without `Z`. */
export interface OperationState {
  /** `Undefined`, `NotStarted`, `Running`, `Succeeded`, `Failed`; `Cancelled` has been seen. */
  status: string;
  createdTimeUtc?: string;
  lastUpdatedTimeUtc?: string;
  percentComplete?: number | null;
  error?: unknown;
  [field: string]: unknown;
}

const operationPath = (id: string): string => path`/operations/${id}`;

/** Long-running operations. https://learn.microsoft.com/rest/api/fabric/core/long-running-operations */
export class Operations {
  constructor(private readonly context: GroupContext) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/long-running-operations/get-operation-state */
  get(operationId: string, options?: CallOptions): Promise<OperationState> {
    return within(this.context, "get operation", operationId, options, defaultTimeouts.call, async (scope) => {
      const call: Call = { method: "GET", path: operationPath(operationId), bucket: "operations", effect: "none" };
      return (await this.context.caller.call(call, scope)).body as OperationState;
    });
  }

  /**
   * The result of an operation that succeeded. A result that was read once may be gone later.
   * https://learn.microsoft.com/rest/api/fabric/core/long-running-operations/get-operation-result
   */
  getResult(operationId: string, options?: CallOptions): Promise<unknown> {
    return within(this.context, "get the result of operation", operationId, options, defaultTimeouts.call, (scope) =>
      this.result(operationId, scope),
    );
  }

  /** Resolves when the operation has succeeded. Throws {@link OperationFailedError} where it ends in any other way. */
  wait(operationId: string, options?: WaitOptions & { firstPollAfterMs?: number }): Promise<void> {
    return within(this.context, "await operation", operationId, options, defaultTimeouts.operation, async (scope) => {
      await this.end(operationId, scope, options, options?.firstPollAfterMs);
    });
  }

  /**
   * Makes a call that may become an operation, and awaits that. `isResult` knows the result's form; without it the
   * operation has no result.
   */
  async run(
    call: Call,
    scope: Scope,
    options: WaitOptions | undefined,
    isResult?: (body: unknown) => boolean,
  ): Promise<unknown> {
    const answer = await this.context.caller.call(call, scope);
    const started = afterStart(answer, isResult ?? isRecord);
    const unknown = (reason: string): NoAnswerError =>
      new NoAnswerError(scope.operation, scope.item, reason, call.effect !== "none");
    if (started.kind === "untraceable") {
      if (isResult === undefined && answer.status !== 202) return undefined;
      throw unknown("it was accepted, but the answer names no operation");
    }
    if (started.kind === "done") {
      if (isResult !== undefined && !isResult(started.body))
        throw unknown(`HTTP ${answer.status} without the expected content`);
      return started.body;
    }
    const { operationId } = started;
    try {
      await this.end(operationId, scope, options, started.retryAfterMs);
      if (isResult === undefined) return undefined;
      const result = await this.result(operationId, scope);
      if (isResult(result)) return result;
    } catch (error) {
      if (!(error instanceof FabricError) || error instanceof OperationFailedError || error.status !== 404) throw error;
      throw unknown(`it was accepted, but the service no longer knows operation ${operationId} or its result`);
    }
    throw unknown(`operation ${operationId} succeeded, but its result is not what was expected`);
  }

  private result(operationId: string, scope: Scope): Promise<unknown> {
    scope.awaiting = `the result of operation ${operationId}`;
    const call: Call = {
      method: "GET",
      path: path`/operations/${operationId}/result`,
      bucket: "operations",
      effect: "none",
    };
    return this.context.caller.call(call, scope).then((answer) => answer.body);
  }

  /** The result as a stream of bytes. */
  openResult(operationId: string, accept: string, scope: Scope): Promise<OpenAnswer> {
    const call: Call = {
      method: "GET",
      path: path`/operations/${operationId}/result`,
      accept,
      bucket: "operations",
      effect: "none",
    };
    return this.context.caller.open(call, scope) as Promise<OpenAnswer>;
  }

  /** Polls until the operation has succeeded. */
  async end(
    operationId: string,
    scope: Scope,
    options: WaitOptions | undefined,
    firstAfterMs: number | undefined,
  ): Promise<void> {
    const { caller, timing } = this.context;
    scope.awaiting = `the end of operation ${operationId}`;
    const call: Call = { method: "GET", path: operationPath(operationId), bucket: "operations", effect: "none" };
    await poll(scope, {
      timing,
      firstAfterMs,
      onProgress: options?.onProgress,
      look: async () => {
        const looked = afterLook(await caller.call(call, scope));
        if (looked.kind === "running") return { done: false, ...looked };
        if (looked.kind === "succeeded") return { done: true, value: undefined, status: looked.status };
        const { operation, item } = scope;
        throw new OperationFailedError({ operation, item, status: 200, ...looked.error }, operationId, looked.status);
      },
    });
  }
}
