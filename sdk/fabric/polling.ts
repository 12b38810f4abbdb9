import type { Timing } from "./clock";
import { FabricError, NoResponseError } from "./errors";
import { pollDelayMs } from "./operationStatus";
import type { CallContext } from "./callContext";
import type { WaitOptions } from "./callOptions";

/** The result of one poll. */
export type PollResult<T> =
  | { done: true; value: T; status: string; percentComplete?: number }
  | { done: false; status: string; percentComplete?: number; retryAfterMs?: number };

export interface Polling<T> {
  poll(): Promise<PollResult<T>>;
  /** Milliseconds that the service asks to wait before the first poll. */
  firstAfterMs?: number;
  timing: Timing;
  onProgress: WaitOptions["onProgress"];
}

/**
 * Polls until the run or operation is done. The service may not know it (404) for a while, or may be out of reach for a while. Neither ends
 * the run or operation, so neither ends the wait at once.
 */
export async function poll<T>(
  context: CallContext,
  { poll: pollOnce, firstAfterMs, timing, onProgress }: Polling<T>,
): Promise<T> {
  /** When the first of the failing polls began. Undefined after a good poll. */
  let failingSince: number | undefined;
  let retryAfterMs = firstAfterMs;
  for (let polls = 0; ; polls++) {
    await context.sleep(pollDelayMs(polls, retryAfterMs, timing));
    const began = context.clock.now();
    let found: PollResult<T>;
    try {
      found = await pollOnce();
    } catch (error) {
      // Do not count from the last good poll: the service may ask for a wait between two polls that is longer than the grace.
      failingSince ??= began;
      const failingMs = context.clock.now() - failingSince;
      if (failingMs > toleratedMs(error, timing)) throw error;
      retryAfterMs = error instanceof FabricError ? error.retryAfterMs : undefined;
      continue;
    }
    failingSince = undefined;
    context.lastStatus = found.status;
    onProgress?.({ status: found.status, elapsedMs: context.elapsedMs, percentComplete: found.percentComplete });
    if (found.done) return found.value;
    retryAfterMs = found.retryAfterMs;
  }
}

/** Returns how long a wait tolerates this error, in milliseconds since the first failing poll. Negative if not at all. */
function toleratedMs(error: unknown, timing: Timing): number {
  if (error instanceof NoResponseError) return timing.outageMs;
  if (!(error instanceof FabricError)) return -1;
  if (error.status >= 500 || error.status === 429) return timing.outageMs;
  return error.status === 404 || /NotFound$/.test(error.errorCode ?? "") ? timing.unknownGraceMs : -1;
}
