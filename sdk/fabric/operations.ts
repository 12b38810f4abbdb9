import type { Call, GoodAnswer } from "./attempt";
import { FabricError, NoAnswerError, OperationFailedError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import { afterLook, afterStart, type Looked, type Started } from "./longRunning";
import { path } from "./path";
import { poll } from "./polling";
import type { Scope } from "./scope";
import type { CallOptions, OperationState, WaitOptions } from "./types";

/** Long-running operations. https://learn.microsoft.com/rest/api/fabric/core/long-running-operations */
export class Operations {
  constructor(private readonly context: GroupContext) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/long-running-operations/get-operation-state */
  get(operationId: string, options?: CallOptions): Promise<OperationState> {
    return within(this.context, "get operation", operationId, options, defaultTimeouts.call, async (scope) => {
      const { body } = await this.context.caller.call(stateCall(operationId), scope);
      return body as OperationState;
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
    return within(this.context, "await operation", operationId, options, defaultTimeouts.operation, (scope) =>
      this.end(operationId, scope, options, options?.firstPollAfterMs),
    );
  }

  /**
   * Makes a call that may become an operation, and awaits that. `isResult` knows the result's form; without it the
   * call has no result.
   *
   * @internal
   */
  async run(call: Call, scope: Scope, options?: WaitOptions, isResult?: (body: unknown) => boolean): Promise<unknown> {
    const unusable = (reason: string): NoAnswerError =>
      new NoAnswerError(scope.operation, scope.item, reason, call.effect !== "none");
    for (let again = call.effect === "none"; ; again = false) {
      const answer = await this.context.caller.call(call, scope);
      const started = afterStart(answer, isResult);
      if (started.kind === "done") {
        if (isResult === undefined || isResult(started.body)) return started.body;
        throw unusable(`HTTP ${answer.status} without the expected content`);
      }
      const followed = await this.follow(started, call, scope, options, isResult);
      if ("result" in followed) return followed.result;
      // A result can be read by a try whose answer was lost, and is gone then: a call that only reads begins anew.
      if (!again) throw unusable(followed.lost);
    }
  }

  /** The result of what was accepted, or why it can no longer be followed. */
  private async follow(
    started: Exclude<Started, { kind: "done" }>,
    { holdsMessages }: Call,
    scope: Scope,
    options: WaitOptions | undefined,
    isResult: ((body: unknown) => boolean) | undefined,
  ): Promise<{ result: unknown } | { lost: string }> {
    if (started.kind === "untraceable") return { lost: "it was accepted, but the answer names no operation" };
    const { operationId, retryAfterMs } = started;
    try {
      await this.end(operationId, scope, options, retryAfterMs);
      if (isResult === undefined) return { result: undefined };
      const result = await this.result(operationId, scope, holdsMessages);
      return isResult(result)
        ? { result }
        : { lost: `operation ${operationId} succeeded, but its result is not what was expected` };
    } catch (error) {
      if (!isGone(error)) throw error;
      return { lost: `it was accepted, but the service no longer knows operation ${operationId} or its result` };
    }
  }

  /**
   * The result as a stream of bytes.
   *
   * @internal
   */
  openResult(operationId: string, accept: string, scope: Scope): Promise<GoodAnswer> {
    scope.awaiting = `the result of operation ${operationId}`;
    return this.context.caller.call({ ...resultCall(operationId), accept }, scope, true);
  }

  /**
   * Polls until the operation has succeeded.
   *
   * @internal
   */
  async end(
    operationId: string,
    scope: Scope,
    options: WaitOptions | undefined,
    firstAfterMs: number | undefined,
  ): Promise<void> {
    const { caller, timing } = this.context;
    scope.awaiting = `the end of operation ${operationId}`;
    const ended = await poll<Looked>(scope, {
      timing,
      firstAfterMs,
      onProgress: options?.onProgress,
      look: async () => {
        const looked = afterLook(await caller.call(stateCall(operationId), scope));
        return looked.kind === "running" ? { done: false, ...looked } : { ...looked, done: true, value: looked };
      },
    });
    if (ended.kind !== "failed") return;
    const { operation, item } = scope;
    throw new OperationFailedError({ operation, item, status: 200, ...ended.error }, operationId, ended.status);
  }

  private async result(operationId: string, scope: Scope, holdsMessages?: boolean): Promise<unknown> {
    scope.awaiting = `the result of operation ${operationId}`;
    return (await this.context.caller.call({ ...resultCall(operationId), holdsMessages }, scope)).body;
  }
}

function stateCall(operationId: string): Call {
  return {
    method: "GET",
    path: path`/operations/${operationId}`,
    bucket: "operations",
    effect: "none",
    holdsMessages: true,
  };
}

function resultCall(operationId: string): Call {
  return { method: "GET", path: path`/operations/${operationId}/result`, bucket: "operations", effect: "none" };
}

function isGone(error: unknown): boolean {
  return error instanceof FabricError && !(error instanceof OperationFailedError) && error.status === 404;
}
