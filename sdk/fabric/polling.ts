import type { Timing } from "./clock";
import { FabricError, NoAnswerError } from "./errors";
import { pollDelayMs } from "./operationStatus";
import type { CallContext } from "./callContext";
import type { WaitOptions } from "./callOptions";

/** What one poll found. */
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
 * Polls until it is done. What was accepted may be unknown (404) for a while, and the service may be out of reach for a
 * while: neither ends what it is doing, so neither ends the wait at once.
 */
export async function poll<T>(
  context: CallContext,
  { poll: pollOnce, firstAfterMs, timing, onProgress }: Polling<T>,
): Promise<T> {
  /** When the first poll began that told nothing; undefined after a good one. */
  let blindSince: number | undefined;
  let retryAfterMs = firstAfterMs;
  for (let polls = 0; ; polls++) {
    await context.sleep(pollDelayMs(polls, retryAfterMs, timing));
    const began = context.clock.now();
    let found: PollResult<T>;
    try {
      found = await pollOnce();
    } catch (error) {
      // Not from the last good poll: the service may ask for a longer wait between two polls than the grace lasts.
      blindSince ??= began;
      const blindMs = context.clock.now() - blindSince;
      if (blindMs > toleratedMs(error, timing)) throw error;
      retryAfterMs = error instanceof FabricError ? error.retryAfterMs : undefined;
      continue;
    }
    blindSince = undefined;
    context.lastStatus = found.status;
    onProgress?.({ status: found.status, elapsedMs: context.elapsedMs, percentComplete: found.percentComplete });
    if (found.done) return found.value;
    retryAfterMs = found.retryAfterMs;
  }
}

/** How long a wait bears this error, counted from the first poll that met one. Negative: not at all. */
function toleratedMs(error: unknown, timing: Timing): number {
  if (error instanceof NoAnswerError) return timing.outageMs;
  if (!(error instanceof FabricError)) return -1;
  if (error.status >= 500 || error.status === 429) return timing.outageMs;
  return error.status === 404 || /NotFound$/.test(error.errorCode ?? "") ? timing.unknownGraceMs : -1;
}
