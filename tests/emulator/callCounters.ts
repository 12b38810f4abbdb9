/** Counts the calls of one identity against a limit. Times in milliseconds of the emulator's clock. */
export interface CallCounter {
  /** The earliest time from `at` on at which a call is accepted. */
  takesAt(at: number): number;
  take(at: number): void;
}

/** Counts calls in fixed windows, in a sliding window, or by tokens that are refilled evenly. */
export type CallLimit = "fixedWindow" | "slidingWindow" | "tokenBucket";

export function callCounter(kind: CallLimit, calls: number, windowMs: number, now: number): CallCounter {
  const counters = { fixedWindow, slidingWindow, tokenBucket };
  return counters[kind](calls, windowMs, now);
}

/** A window begins with the first call after the end of the last window. */
function fixedWindow(calls: number, windowMs: number): CallCounter {
  let [endsAt, taken] = [-Infinity, 0];
  return {
    takesAt: (at) => (at < endsAt && taken >= calls ? endsAt : at),
    take: (at) => {
      if (at >= endsAt) [endsAt, taken] = [at + windowMs, 0];
      taken++;
    },
  };
}

function slidingWindow(calls: number, windowMs: number): CallCounter {
  const taken: number[] = [];
  return {
    takesAt: (at) => {
      while (taken[0] !== undefined && taken[0] <= at - windowMs) taken.shift();
      return taken.length < calls ? at : (taken[taken.length - calls] ?? at) + windowMs;
    },
    take: (at) => void taken.push(at),
  };
}

/** A window has as many tokens as calls. They are refilled evenly over the window. */
function tokenBucket(calls: number, windowMs: number, now: number): CallCounter {
  const tokenMs = windowMs / calls;
  let [tokens, since] = [calls, now];
  const tokensAt = (at: number): number => Math.min(calls, tokens + (at - since) / tokenMs);
  return {
    takesAt: (at) => at + Math.max(0, Math.ceil((1 - tokensAt(at)) * tokenMs - 1e-6)),
    take: (at) => void ([tokens, since] = [tokensAt(at) - 1, at]),
  };
}
