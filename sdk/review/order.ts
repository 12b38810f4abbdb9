/** Returns the indexes of the numbers that do not belong to the longest rising sequence of a list. These were moved. */
export function outOfOrder(numbers: readonly number[]): Set<number> {
  // Patience sorting: `ends[n]` is the index of the lowest end of a rising sequence of n + 1 numbers.
  const ends: number[] = [];
  const previous = new Array<number>(numbers.length).fill(-1);
  numbers.forEach((number, index) => {
    let low = 0;
    for (let high = ends.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < number) low = middle + 1;
      else high = middle;
    }
    previous[index] = ends[low - 1] ?? -1;
    ends[low] = index;
  });
  const found = new Set(numbers.keys());
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] as number) found.delete(at);
  return found;
}
