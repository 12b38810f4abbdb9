import { EvaluationError } from "./evaluationErrors";

/** The bytes of a response. It can be ended early, and its own failure is kept apart from the reader's. */
export class ResponseBytes {
  readonly bytes: AsyncIterableIterator<Uint8Array>;
  private readonly iterator: AsyncIterator<Uint8Array>;
  private failure: unknown;

  constructor(stream: AsyncIterable<Uint8Array>) {
    const iterator = stream[Symbol.asyncIterator]();
    this.iterator = iterator;
    this.bytes = {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () =>
        iterator.next().catch((error: unknown) => {
          this.failure = error;
          throw error;
        }),
      return: async () => {
        this.cancel();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  /** Ends the response early. It does not wait, because a silent stream may take long. */
  cancel(): void {
    this.iterator.return?.().catch(() => {});
  }

  /** Returns the error to throw for an error of the reader. */
  explain(error: unknown): unknown {
    if (this.failure !== undefined) return this.failure;
    if (error instanceof EvaluationError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new Error(`the response is not an Apache Arrow stream, or not the whole of one: ${message}`, {
      cause: error,
    });
  }
}
