import type { Key } from "../model/keys";
import { equal } from "../common/objects";
import { containsUnknown } from "../model/unknown";

/** Returns those of these keys that differ. An unknown value is treated as different. */
export const differing = <K extends string>(
  keys: Readonly<Record<K, Key>>,
  names: readonly K[],
  olds: { readonly [P in K]?: unknown },
  news: { readonly [P in K]?: unknown },
): K[] => names.filter((name) => containsUnknown(news[name]) || !same(keys[name], olds[name], news[name]));

const same = ({ foldCase }: Key, one: unknown, other: unknown): boolean =>
  foldCase && typeof one === "string" && typeof other === "string"
    ? one.toLowerCase() === other.toLowerCase()
    : equal(one, other);
