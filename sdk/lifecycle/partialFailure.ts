/** The thing exists, but is not as declared: the state keeps its id and what is done, and the next `up` goes on from there. */
export class PartialFailure extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly outs: object,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
