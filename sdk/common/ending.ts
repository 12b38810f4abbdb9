/**
 * Returns the items of `source`, and calls `end` once at the end of the reading: after the last item, on an error, or
 * if the reader leaves. That also works if the reader leaves before the first item; a generator's `finally` would not
 * run then.
 */
export function ending<T>(source: AsyncIterator<T>, end: () => void): AsyncIterableIterator<T> {
  let ended = false;
  const endOnce = (): void => {
    if (ended) return;
    ended = true;
    end();
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const result = await source.next();
        if (result.done) endOnce();
        return result;
      } catch (error) {
        endOnce();
        throw error;
      }
    },
    async return() {
      // First, because a generator that awaits its source only reaches its own `return` once the source ends.
      endOnce();
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}
