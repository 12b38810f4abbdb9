import { ending } from "../common/ending";
import type { Call } from "./attempt";
import { NoAnswerError } from "./errors";
import { defaultTimeouts } from "./group";
import { bounded, type HttpAnswer } from "./http";
import { ItemOperations } from "./itemOperations";
import { afterStart } from "./longRunning";
import { pages } from "./pages";
import { Scope } from "./scope";
import type { CallOptions, DataflowParameter, WaitOptions } from "./types";
import { errorText } from "../common/text";

/** A query of a dataflow to evaluate. */
export interface QueryRequest {
  /** The query's name; case does not count. */
  queryName: string;
  /** An M section document that is evaluated in place of the dataflow's own; it must hold every query that it uses. */
  customMashupDocument?: string;
}

export interface QueryOptions extends WaitOptions {
  /** The most bytes to read. Default 256 MiB. */
  maxBytes?: number;
}

// Version 2 does not work through an on-premises gateway.
const arrowStream = "application/vnd.apache.arrow.stream;pq-arrow-version=1";

/** Dataflows, by the typed path. https://learn.microsoft.com/rest/api/fabric/dataflow/items */
export class Dataflows extends ItemOperations {
  protected override readonly collection = "dataflows";

  /**
   * The public parameters of a dataflow. Throws `DataflowNotParametricError` where it has none.
   * https://learn.microsoft.com/rest/api/fabric/dataflow/items/discover-dataflow-parameters
   */
  discoverParameters(workspaceId: string, dataflowId: string, options?: CallOptions): AsyncIterable<DataflowParameter> {
    const path = this.path(workspaceId, dataflowId) + "/parameters";
    return pages(this.context, "discover parameters", { path, bucket: "platform" }, options);
  }

  /**
   * Evaluates a query for up to 90 seconds and streams its rows as Apache Arrow IPC. An error of the evaluation can come
   * inside the stream. `timeoutMs` bounds the reading as well; leave the loop, call `return()`, or abort, to end it early.
   * https://learn.microsoft.com/rest/api/fabric/dataflow/query-execution/execute-query
   */
  async executeQuery(
    workspaceId: string,
    dataflowId: string,
    request: QueryRequest,
    options: QueryOptions = {},
  ): Promise<AsyncIterableIterator<Uint8Array>> {
    const timeoutMs = options.timeoutMs ?? defaultTimeouts.operation;
    const scope = new Scope("execute query of", dataflowId, options, timeoutMs, this.context.clock);
    try {
      const call: Call = {
        method: "POST",
        path: this.path(workspaceId, dataflowId) + "/executeQuery",
        body: request,
        accept: arrowStream,
        bucket: "platform",
        effect: "none",
      };
      let answer = await this.context.caller.call(call, scope, true);
      if (answer.open === undefined) {
        const started = afterStart(answer, undefined);
        if (started.kind !== "accepted") throw unusable(scope, "it was accepted, but the answer names no operation");
        await this.operations.end(started.operationId, scope, options, started.retryAfterMs);
        answer = await this.operations.openResult(started.operationId, arrowStream, scope);
      }
      if (answer.open === undefined) throw unusable(scope, "the operation succeeded, but its result has no content");
      const { open } = answer;
      return ending(rows(open, options.maxBytes, scope), () => {
        open.cancel();
        scope.close();
      });
    } catch (error) {
      scope.close();
      throw error;
    }
  }
}

async function* rows(answer: HttpAnswer, maxBytes = 256 * 1024 * 1024, scope: Scope): AsyncGenerator<Uint8Array> {
  scope.awaiting = "the rest of the rows";
  try {
    yield* bounded(answer, maxBytes, scope.signal);
  } catch (error) {
    if (scope.signal.aborted) throw scope.overError();
    throw unusable(scope, errorText(error), error);
  }
}

function unusable(scope: Scope, reason: string, cause?: unknown): NoAnswerError {
  return new NoAnswerError(scope.operation, scope.item, reason, false, { cause });
}
