/** Something was called in a way that cannot work. The command line then ends with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
