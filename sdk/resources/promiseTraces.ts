/** What the SDK calls the function that notes a trace for each promise. */
const READER = "debuggablePromise";

/**
 * Runs until the returned function is called: the SDK takes a stack trace for each of the four promises of each property, which only
 * `PULUMI_DEBUG_PROMISE_LEAKS` prints, and to map its frames to their sources is most of the time that a program needs for a preview.
 * Those traces alone are left out. What is thrown meanwhile keeps its own: V8 formats a trace when it is read, which is later.
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
