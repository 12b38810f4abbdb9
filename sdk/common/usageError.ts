/** Wrong usage: the command line ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
