/** When to read a list again, as shares of the time for which a new entry can be missing from it. */
const SHARES = [0, 1 / 15, 3 / 15, 7 / 15, 1];

/** Yields each time to read a list again for a new entry. The first time is at once, the last after `lagMs`. */
export async function* listAgainWithin(lagMs: number, sleep: (ms: number) => Promise<void>): AsyncGenerator<void> {
  let waited = 0;
  for (const share of SHARES) {
    await sleep(lagMs * share - waited);
    waited = lagMs * share;
    yield;
  }
}
