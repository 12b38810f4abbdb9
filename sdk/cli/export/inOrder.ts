/**
 * Returns the entries in an order in which each comes after those that it needs, by key. In a cycle one must come
 * first: `late` has the keys that its declaration cannot name yet.
 */
export function inOrder<T>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
  needsOf: (entry: T) => readonly string[],
): { entry: T; late: ReadonlySet<string> }[] {
  const byKey = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const ordered: { entry: T; late: ReadonlySet<string> }[] = [];
  const begun = new Set<string>();
  const done = new Set<string>();
  const visit = (entry: T): void => {
    if (begun.has(keyOf(entry))) return;
    begun.add(keyOf(entry));
    const needed = needsOf(entry).filter((key) => byKey.has(key));
    for (const key of needed) visit(byKey.get(key)!);
    ordered.push({ entry, late: new Set(needed.filter((key) => !done.has(key))) });
    done.add(keyOf(entry));
  };
  for (const entry of entries) visit(entry);
  return ordered;
}
