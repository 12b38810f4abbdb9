/** Marks that something is left out. */
export const CUT = "...";

/** Returns a JSON value with bounded length and depth. `...` marks each place where something was left out. */
export function cut(value: unknown, { characters = 8_000, depth = 16 } = {}): unknown {
  let left = characters;
  return within(value, depth);

  function within(one: unknown, levels: number): unknown {
    if (typeof one === "string") return textWithin(one);
    left--;
    if (typeof one !== "object" || one === null) return one;
    if (levels === 0) return CUT;
    if (Array.isArray(one)) return listWithin(one, levels - 1);
    return objectWithin(Object.entries(one), levels - 1);
  }

  function textWithin(text: string): string {
    const kept = text.length > left ? `${text.slice(0, left)} ${CUT}` : text;
    left -= text.length;
    return kept;
  }

  function listWithin(list: readonly unknown[], levels: number): unknown[] {
    const kept: unknown[] = [];
    for (const entry of list) {
      if (left <= 0) return [...kept, CUT];
      kept.push(within(entry, levels));
    }
    return kept;
  }

  function objectWithin(entries: readonly [string, unknown][], levels: number): Record<string, unknown> {
    const kept: Record<string, unknown> = {};
    for (const [key, entry] of entries) {
      if (left <= 0) return { ...kept, [CUT]: CUT };
      left -= key.length;
      kept[key] = within(entry, levels);
    }
    return kept;
  }
}
