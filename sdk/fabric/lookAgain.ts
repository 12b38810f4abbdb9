/** When to look, as shares of the time for which something new can be missing from lists. */
const SHARES = [0, 1 / 15, 3 / 15, 7 / 15, 1];

/** Comes back each time it is worth looking for something new in a list. */
export async function* looksWithin(lagMs: number, sleep: (ms: number) => Promise<void>): AsyncGenerator<void> {
  let waited = 0;
  for (const share of SHARES) {
    await sleep(lagMs * share - waited);
    waited = lagMs * share;
    yield;
  }
}
