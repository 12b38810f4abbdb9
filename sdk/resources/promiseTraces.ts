/** The SDK's function that keeps a stack trace for each promise. */
const READER = "debuggablePromise";

type Format = NonNullable<typeof Error.prepareStackTrace>;

/**
 * Turns these traces off until the returned function is called. The SDK takes a stack trace for each of the four
 * promises of each property. Only `PULUMI_DEBUG_PROMISE_LEAKS` prints them, and mapping their frames to sources takes
 * most of a program's time in a preview. Other errors keep their traces, because V8 formats a trace later, when it is
 * read. Other libraries may set `Error.prepareStackTrace` too: before, meanwhile, permanently, or in a way that cannot
 * be changed.
 */
export function withoutPromiseTraces(): () => void {
  const format = Error.prepareStackTrace;
  if (typeof format !== "function" || process.env.PULUMI_DEBUG_PROMISE_LEAKS) return () => {};
  let isOn = true;
  const ours: Format = (error, frames) =>
    isOn && frames[0]?.getFunctionName?.() === READER ? String(error) : (format.call(Error, error, frames) as unknown);
  if (!Reflect.set(Error, "prepareStackTrace", ours)) return () => {};
  return () => {
    isOn = false;
    if (Error.prepareStackTrace === ours) Error.prepareStackTrace = format;
  };
}
