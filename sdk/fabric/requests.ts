import type { ApiResponse, Call } from "./attempt";
import { CallContext } from "./callContext";
import { FabricError, NoResponseError } from "./errors";
import type { HttpResponse } from "./http";
import type { RateLimitGroup } from "./limiter";
import type { ClientContext } from "./clientContext";
import { LongRunning } from "./longRunning";
import { readStart } from "./operationStatus";
import { nextToken } from "./pages";
import type { Idempotency } from "./retry";
import { accepted, anything, listPage, unexpected, type ListPage, type Shape } from "./shapes";
import type { CallOptions, WaitOptions } from "./callOptions";

/** The default time-outs of calls, in milliseconds. */
export const defaultTimeouts = {
  /** A call that cannot become a long-running operation. */
  call: 5 * 60_000,
  /** A call that may become a long-running operation. */
  operation: 20 * 60_000,
  /** The wait for a job instance: the service stops a refresh after a day. */
  job: 25 * 3_600_000,
};

/** The request of an operation, as its page in the reference describes it. */
export type Request = Pick<Call, "path" | "query" | "body" | "afterWrites" | "holdsMessages" | "onlyOnce"> & {
  /** Default {@link defaultTimeouts.call}. */
  timeoutMs?: number;
  /**
   * The error code for a call whose effect exists already. It is a success if an earlier attempt of this call, whose response was
   * lost, may have had that effect.
   */
  doneCode?: string;
} & (
    | { method: "GET" | "PATCH" | "DELETE"; idempotency?: undefined }
    // Only for a POST, the method does not imply it.
    | { method: "POST"; idempotency: Idempotency }
  );

/** More pages than any list of the service has. A list with more never ends. */
const MAX_PAGES = 10_000;

/** Sends every operation of the API and checks its response. An operation is one line over it. */
export class Requests {
  readonly longRunning: LongRunning;

  constructor(
    readonly context: ClientContext,
    private readonly rateLimitGroup: RateLimitGroup,
  ) {
    this.longRunning = new LongRunning(context);
  }

  /**
   * Makes a call, awaits the long-running operation that it may become, and checks the shape of the response.
   * Errors name `operation` and `item`.
   */
  call<T>(
    operation: string,
    item: string,
    request: Request,
    shape: Shape<T>,
    options: WaitOptions | undefined,
  ): Promise<T> {
    return this.within(operation, item, options, request.timeoutMs ?? defaultTimeouts.call, (context) =>
      this.send(context, request, shape, options),
    );
  }

  /** {@link call} with a GET. */
  get<T>(operation: string, item: string, path: string, shape: Shape<T>, options: CallOptions | undefined): Promise<T> {
    return this.call(operation, item, { method: "GET", path }, shape, options);
  }

  /** {@link call} as a step of a call that already has its context. */
  async send<T>(context: CallContext, request: Request, shape: Shape<T>, options?: WaitOptions): Promise<T> {
    try {
      const call = this.callOf(request);
      if (shape === accepted) return (await this.context.caller.call(call, context)).body as T;
      return await this.longRunning.run(call, context, options, shape);
    } catch (error) {
      const isDone = error instanceof FabricError && error.mayHaveTakenEffect && error.errorCode === request.doneCode;
      if (request.doneCode === undefined || !isDone) throw error;
      return undefined as T;
    }
  }

  /** Returns one response with its headers, for a call that never becomes a long-running operation. */
  async respond<T = unknown>(
    context: CallContext,
    request: Request,
    shape: Shape<T> = anything as Shape<T>,
  ): Promise<ApiResponse & { body: T }> {
    const call = this.callOf(request);
    const response = await this.context.caller.call(call, context);
    const fault = shape.fault(response.body);
    if (fault === undefined) return response as ApiResponse & { body: T };
    const reason = unexpected(response.status, shape, fault);
    throw new NoResponseError(context.operation, context.item, reason, call.idempotency !== "safe");
  }

  /** Returns the unread content: of the response, or of the operation that the call became. */
  async open(context: CallContext, request: Request, accept: string, options?: WaitOptions): Promise<HttpResponse> {
    const unusable = (reason: string): NoResponseError =>
      new NoResponseError(context.operation, context.item, reason, false);
    const response = await this.context.caller.call({ ...this.callOf(request), accept }, context, true);
    if (response.open !== undefined) return response.open;
    const started = readStart(response, undefined);
    if (started.kind !== "accepted") throw unusable("it was accepted, but the response does not name the operation");
    await this.longRunning.waitForEnd(started.operationId, context, options, started.retryAfterMs);
    const { open } = await this.longRunning.openResult(started.operationId, accept, context);
    if (open === undefined) throw unusable("the operation succeeded, but its result has no content");
    return open;
  }

  /**
   * Yields the entries of a list. Each page is requested when its first entry is read. `timeoutMs` bounds the time of the requests, not the
   * time that the caller takes between them.
   */
  async *list<T>(
    operation: string,
    list: string | Pick<Call, "path" | "query" | "holdsMessages">,
    entry: Shape<T>,
    options: CallOptions | undefined,
  ): AsyncGenerator<T> {
    const { query, ...first } = typeof list === "string" ? { path: list, query: undefined } : list;
    const shape = listPage(entry);
    let leftMs = options?.timeoutMs ?? defaultTimeouts.call;
    const seen = new Set<string>();
    const unusable = (reason: string): NoResponseError => new NoResponseError(operation, undefined, reason, false);
    for (let token: string | undefined; ;) {
      const began = this.context.clock.now();
      const request: Request = { ...first, method: "GET", query: { ...query, continuationToken: token } };
      const sendPage = (context: CallContext): Promise<ListPage<T>> => {
        context.awaiting = `page ${seen.size + 1}`;
        return this.send(context, request, shape);
      };
      const page = await this.within(operation, undefined, options, defaultTimeouts.call, sendPage, leftMs);
      leftMs -= this.context.clock.now() - began;
      yield* page.value;
      token = nextToken(page);
      if (token === undefined) return;
      if (seen.has(token)) throw unusable("the pages of the list repeat themselves");
      if (seen.size >= MAX_PAGES) throw unusable(`the list has more than ${MAX_PAGES} pages`);
      seen.add(token);
    }
  }

  /** Runs `work` within a deadline. */
  async within<T>(
    operation: string,
    item: string | undefined,
    options: CallOptions | undefined,
    defaultMs: number,
    work: (context: CallContext) => Promise<T>,
    leftMs?: number,
  ): Promise<T> {
    const timeoutMs = options?.timeoutMs ?? defaultMs;
    const context = new CallContext(operation, item, options ?? {}, timeoutMs, this.context.clock, leftMs);
    try {
      return await work(context);
    } finally {
      context.close();
    }
  }

  private callOf({ method, idempotency, timeoutMs: _, doneCode: __, ...rest }: Request): Call {
    const implied = method === "GET" ? "safe" : "idempotent";
    return { method, ...rest, rateLimitGroup: this.rateLimitGroup, idempotency: idempotency ?? implied };
  }
}
