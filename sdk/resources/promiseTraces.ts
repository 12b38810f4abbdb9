/** The SDK's function that keeps a stack trace for each promise. */
const READER = "debuggablePromise";

/**
 * Turns these traces off until the returned function is called. The SDK takes a stack trace for each of the four
 * promises of each property. Only `PULUMI_DEBUG_PROMISE_LEAKS` prints them, and mapping their frames to sources takes
 * most of a program's time in a preview. Other errors keep their traces, because V8 formats a trace later, when it is
 * read.
 */
export function withoutPromiseTraces(): () => void {
  const format = Error.prepareStackTrace;
  if (typeof format !== "function" || process.env.PULUMI_DEBUG_PROMISE_LEAKS) return () => {};
  Error.prepareStackTrace = (error, frames) =>
    frames[0]?.getFunctionName() === READER ? String(error) : (format(error, frames) as unknown);
  return () => {
    Error.prepareStackTrace = format;
  };
}
