import type { Timing } from "./clock";
import { FabricError, NoAnswerError } from "./errors";
import { pollDelayMs } from "./longRunning";
import type { Scope } from "./scope";
import type { WaitOptions } from "./types";

/** What one look found. */
export type Look<T> =
  | { done: true; value: T; status: string; percentComplete?: number }
  | { done: false; status: string; percentComplete?: number; retryAfterMs?: number };

export interface Polling<T> {
  look(): Promise<Look<T>>;
  /** Milliseconds that the service asks to wait before the first look. */
  firstAfterMs?: number;
  timing: Timing;
  onProgress: WaitOptions["onProgress"];
}

/**
 * Looks until it is done. What was accepted may be unknown (404) for a while, and the service may be out of reach for a
 * while: neither ends what it is doing, so neither ends the wait at once.
 */
export async function poll<T>(scope: Scope, { look, firstAfterMs, timing, onProgress }: Polling<T>): Promise<T> {
  /** When the first look began that told nothing; nothing after a good one. */
  let blindSince: number | undefined;
  let retryAfterMs = firstAfterMs;
  for (let looks = 0; ; looks++) {
    await scope.sleep(pollDelayMs(looks, retryAfterMs, timing));
    const began = scope.clock.now();
    let found: Look<T>;
    try {
      found = await look();
    } catch (error) {
      // Not from the last good look: the service may ask for a longer wait between two looks than the grace lasts.
      blindSince ??= began;
      const blindMs = scope.clock.now() - blindSince;
      if (blindMs > toleratedMs(error, timing)) throw error;
      retryAfterMs = error instanceof FabricError ? error.retryAfterMs : undefined;
      continue;
    }
    blindSince = undefined;
    scope.lastStatus = found.status;
    onProgress?.({ status: found.status, elapsedMs: scope.elapsedMs, percentComplete: found.percentComplete });
    if (found.done) return found.value;
    retryAfterMs = found.retryAfterMs;
  }
}

/** How long a wait bears this error, counted from the first look that met one. Negative: not at all. */
function toleratedMs(error: unknown, timing: Timing): number {
  if (error instanceof NoAnswerError) return timing.outageMs;
  if (!(error instanceof FabricError)) return -1;
  if (error.status >= 500 || error.status === 429) return timing.outageMs;
  return error.status === 404 || /NotFound$/.test(error.errorCode ?? "") ? timing.unknownGraceMs : -1;
}
