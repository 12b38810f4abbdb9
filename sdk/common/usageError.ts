/** Wrong usage. The command line then ends with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
