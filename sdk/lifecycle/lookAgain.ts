import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "./context";

/** When to look, as shares of the time that a list may lag. */
const SHARES = [0, 1 / 15, 3 / 15, 7 / 15, 1];

/**
 * Comes back each time it is worth looking for what a call left whose answer was lost: something new can be missing from the lists of
 * the service for some seconds.
 */
export async function* lookAgain({ client, signal }: Context, withinMs = Infinity): AsyncGenerator<void> {
  const lagMs = Math.min(client.listLagMs, withinMs);
  let waited = 0;
  for (const share of SHARES) {
    await sleep(lagMs * share - waited, undefined, { signal });
    waited = lagMs * share;
    yield;
  }
}
