/** Counts the calls of one identity against a limit. Times in milliseconds of the emulator's clock. */
export interface CallCounter {
  /** The earliest time from `at` on at which a call is taken. */
  takesAt(at: number): number;
  take(at: number): void;
}

/** How calls are counted: in windows that follow one another, in any window that ends now, or by tokens that come back evenly. */
export type CallLimit = "fixedWindow" | "slidingWindow" | "tokenBucket";

export function callCounter(kind: CallLimit, calls: number, windowMs: number, now: number): CallCounter {
  const counters = { fixedWindow, slidingWindow, tokenBucket };
  return counters[kind](calls, windowMs, now);
}

/** A window begins with the first call after the last one. */
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

/** As many tokens as calls in a window, which come back evenly in its course. */
function tokenBucket(calls: number, windowMs: number, now: number): CallCounter {
  const tokenMs = windowMs / calls;
  let [tokens, since] = [calls, now];
  const tokensAt = (at: number): number => Math.min(calls, tokens + (at - since) / tokenMs);
  return {
    takesAt: (at) => at + Math.max(0, Math.ceil((1 - tokensAt(at)) * tokenMs - 1e-6)),
    take: (at) => void ([tokens, since] = [tokensAt(at) - 1, at]),
  };
}
