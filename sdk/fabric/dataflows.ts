import { ending } from "../common/ending";
import { errorText } from "../common/text";
import { CallContext } from "./callContext";
import { NoResponseError } from "./errors";
import { bounded, type HttpResponse } from "./http";
import { ItemOperations } from "./itemOperations";
import { defaultTimeouts } from "./requests";
import { object } from "./shapes";
import type { CallOptions, WaitOptions } from "./callOptions";
import type { DataflowParameter } from "./types";

/** A query of a dataflow to evaluate. */
export interface QueryRequest {
  /** Name of the query (not case-sensitive). */
  queryName: string;
  /** An M section document, evaluated in place of the dataflow's own. It must hold every query that it uses. Default: the dataflow's own. */
  customMashupDocument?: string;
}

export interface QueryOptions extends WaitOptions {
  /** The most bytes to read. Default 256 MiB. A longer result throws `NoResponseError`. */
  maxBytes?: number;
}

const parameter = object<DataflowParameter>("a parameter", { name: "string", type: "string" });

// Version 2 does not work through an on-premises gateway.
const ARROW_STREAM = "application/vnd.apache.arrow.stream;pq-arrow-version=1";

/** Dataflows, by the typed path (`/dataflows`). https://learn.microsoft.com/rest/api/fabric/dataflow/items */
export class Dataflows extends ItemOperations {
  protected override readonly collection = "dataflows";

  /**
   * Lists the public parameters of a dataflow. Throws a `FabricError` with the code `DataflowNotParametricError` if it has none.
   * https://learn.microsoft.com/rest/api/fabric/dataflow/items/discover-dataflow-parameters
   */
  discoverParameters(workspaceId: string, dataflowId: string, options?: CallOptions): AsyncIterable<DataflowParameter> {
    const parameters = this.path(workspaceId, dataflowId) + "/parameters";
    return this.requests.list("discover parameters", parameters, parameter, options);
  }

  /**
   * Evaluates a query for up to 90 seconds and streams its rows as Apache Arrow IPC. An error of the evaluation can come
   * inside the stream. `timeoutMs` bounds the reading, too. To end it early, leave the loop, call `return()` or abort.
   * https://learn.microsoft.com/rest/api/fabric/dataflow/query-execution/execute-query
   */
  async executeQuery(
    workspaceId: string,
    dataflowId: string,
    request: QueryRequest,
    options: QueryOptions = {},
  ): Promise<AsyncIterableIterator<Uint8Array>> {
    const timeoutMs = options.timeoutMs ?? defaultTimeouts.operation;
    const { clock } = this.requests.context;
    const context = new CallContext("execute query of", dataflowId, options, timeoutMs, clock);
    try {
      const at = this.path(workspaceId, dataflowId) + "/executeQuery";
      const call = { method: "POST", path: at, body: request, idempotency: "safe" } as const;
      const open = await this.requests.open(context, call, ARROW_STREAM, options);
      return ending(rows(open, options.maxBytes, context), () => {
        open.cancel();
        context.close();
      });
    } catch (error) {
      context.close();
      throw error;
    }
  }
}

async function* rows(
  response: HttpResponse,
  maxBytes = 256 * 1024 * 1024,
  context: CallContext,
): AsyncGenerator<Uint8Array> {
  context.awaiting = "the rest of the rows";
  try {
    yield* bounded(response, maxBytes, context.signal);
  } catch (error) {
    if (context.signal.aborted) throw context.overError();
    throw new NoResponseError(context.operation, context.item, errorText(error), false, { cause: error });
  }
}
