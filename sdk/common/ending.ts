/**
 * The items of `source`. `end` is called once, however the reading ends: after the last item, by an error, or because the reader
 * leaves. The reader may leave before the first item, if the `finally` of a generator would never run.
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
      // First: a generator that awaits its source comes to its own `return` only when that gives way.
      endOnce();
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}
