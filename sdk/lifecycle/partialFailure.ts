/**
 * The resource exists, but is not as declared. The state keeps its id and what was done, and the next `up` continues
 * from there.
 */
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
