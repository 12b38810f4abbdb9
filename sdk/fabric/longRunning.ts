import type { ApiResponse, Call } from "./attempt";
import type { CallContext } from "./callContext";
import { FabricError, NoResponseError, OperationFailedError } from "./errors";
import { readStart, readStatus, type OperationStatus, type StartedCall } from "./operationStatus";
import { path } from "./path";
import { poll } from "./polling";
import type { ClientContext } from "./clientContext";
import { nothing, unexpected, type Shape } from "./shapes";
import type { WaitOptions } from "./callOptions";

/** Sends calls that may become long-running operations, awaits them and reads their results. */
export class LongRunning {
  constructor(private readonly client: Pick<ClientContext, "caller" | "timing">) {}

  /** Returns the result of a call, from its response or from the operation that it became. */
  async run<T>(call: Call, context: CallContext, options: WaitOptions | undefined, shape: Shape<T>): Promise<T> {
    const unusable = (reason: string): NoResponseError =>
      new NoResponseError(context.operation, context.item, reason, call.idempotency !== "safe");
    for (let again = call.idempotency === "safe"; ; again = false) {
      const response = await this.client.caller.call(call, context);
      const started = readStart(response, shape === nothing ? undefined : (body) => shape.fault(body) === undefined);
      if (started.kind === "done") {
        const fault = shape.fault(started.body);
        if (fault === undefined) return started.body as T;
        throw unusable(unexpected(response.status, shape, fault));
      }
      const followed = await this.follow(started, call, context, options, shape);
      if ("result" in followed) return followed.result;
      // An attempt whose response was lost can have read the result, which is gone then. A call that only reads is sent
      // again.
      if (!again) throw unusable(followed.lost);
    }
  }

  /** Returns the result of an accepted operation, or why it can no longer be followed. */
  private async follow<T>(
    started: Exclude<StartedCall, { kind: "done" }>,
    { holdsMessages }: Call,
    context: CallContext,
    options: WaitOptions | undefined,
    shape: Shape<T>,
  ): Promise<{ result: T } | { lost: string }> {
    if (started.kind === "untraceable")
      return { lost: "it was accepted, but the response does not name the operation" };
    const { operationId, retryAfterMs } = started;
    try {
      await this.waitForEnd(operationId, context, options, retryAfterMs);
      if (shape === nothing) return { result: undefined as T };
      const result = await this.result(operationId, context, holdsMessages);
      const fault = shape.fault(result);
      return fault === undefined
        ? { result: result as T }
        : { lost: `operation ${operationId} succeeded, but its result is not ${shape.name}: ${fault}` };
    } catch (error) {
      if (!isGone(error)) throw error;
      return { lost: `it was accepted, but the service no longer knows operation ${operationId} or its result` };
    }
  }

  /** Returns the result of an operation as an unread body. */
  openResult(operationId: string, accept: string, context: CallContext): Promise<ApiResponse> {
    context.awaiting = `the result of operation ${operationId}`;
    return this.client.caller.call({ ...resultCall(operationId), accept }, context, true);
  }

  /** Polls until the operation has succeeded. Throws {@link OperationFailedError} if it fails or is cancelled. */
  async waitForEnd(
    operationId: string,
    context: CallContext,
    options: WaitOptions | undefined,
    firstAfterMs: number | undefined,
  ): Promise<void> {
    const { caller, timing } = this.client;
    context.awaiting = `the end of operation ${operationId}`;
    const ended = await poll<OperationStatus>(context, {
      timing,
      firstAfterMs,
      onProgress: options?.onProgress,
      poll: async () => {
        const status = readStatus(await caller.call(stateCall(operationId), context));
        return status.kind === "running" ? { done: false, ...status } : { ...status, done: true, value: status };
      },
    });
    if (ended.kind !== "failed") return;
    const { operation, item } = context;
    throw new OperationFailedError({ operation, item, status: 200, ...ended.error }, operationId, ended.status);
  }

  private async result(operationId: string, context: CallContext, holdsMessages?: boolean): Promise<unknown> {
    context.awaiting = `the result of operation ${operationId}`;
    return (await this.client.caller.call({ ...resultCall(operationId), holdsMessages }, context)).body;
  }
}

const get = (path: string): Call => ({ method: "GET", path, rateLimitGroup: "operations", idempotency: "safe" });
const stateCall = (operationId: string): Call => ({ ...get(path`/operations/${operationId}`), holdsMessages: true });
const resultCall = (operationId: string): Call => get(path`/operations/${operationId}/result`);

const isGone = (error: unknown): boolean =>
  error instanceof FabricError && !(error instanceof OperationFailedError) && error.status === 404;
