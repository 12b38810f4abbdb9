import { EvaluationError } from "./evaluationErrors";

/** The bytes of a response, with what is needed to end it early and to tell its own failure from the reader's. */
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

  /** Not awaited: a stream that has fallen silent may take its time. */
  cancel(): void {
    this.iterator.return?.().catch(() => {});
  }

  /** What to throw for an error that the reader threw. */
  explain(error: unknown): unknown {
    if (this.failure !== undefined) return this.failure;
    if (error instanceof EvaluationError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new Error(`the response is not an Apache Arrow stream, or not the whole of one: ${message}`, {
      cause: error,
    });
  }
}
