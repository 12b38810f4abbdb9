import { harmless } from "../common/harmless";
import { didYouMean } from "../common/nearest";

/** Nothing matched, or several things did. */
export class LookupError extends Error {
  override readonly name = "LookupError";
}

export interface Search<T> {
  /** The kind of thing to find, as part of a sentence: `Lakehouse`. */
  what: string;
  /** Where, as part of a sentence: `in workspace 1111...`. */
  where: string;
  /** Required values by property. Undefined values are ignored. */
  criteria: Readonly<Record<string, string | undefined>>;
  /** Returns a candidate's value of a property. */
  valueOf(candidate: T, property: string): string | undefined;
}

/**
 * Returns the one candidate that meets every criterion. Throws a LookupError that names similar ones, or the ids if
 * several match.
 */
export function pickOne<T extends { id: string }>(candidates: readonly T[], search: Search<T>): T {
  const criteria = Object.entries(search.criteria).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (criteria.length === 0)
    throw new LookupError(`which ${search.what}? Give ${["id", ...Object.keys(search.criteria)].join(" or ")}`);
  const found = candidates.filter((candidate) =>
    criteria.every(([property, wanted]) => search.valueOf(candidate, property) === wanted),
  );
  const [one] = found;
  const wanted = criteria.map(([property, value]) => `${property} "${harmless(value)}"`).join(" and ");
  if (one === undefined)
    throw new LookupError(`no ${search.what} with ${wanted} ${search.where}${hint(candidates, criteria, search)}`);
  if (found.length > 1)
    throw new LookupError(
      `${found.length} of type ${search.what} with ${wanted} ${search.where}: ${found.map(({ id }) => harmless(id)).join(", ")}; give the id`,
    );
  return one;
}

/** Suggests similar values of the first property that no candidate has, among those that match the earlier ones. */
function hint<T extends { id: string }>(
  candidates: readonly T[],
  criteria: readonly [string, string][],
  { valueOf }: Search<T>,
): string {
  let left = candidates;
  for (const [property, wanted] of criteria) {
    const fitting = left.filter((candidate) => valueOf(candidate, property) === wanted);
    if (fitting.length === 0) {
      const values = [...new Set(left.map((candidate) => valueOf(candidate, property) ?? ""))].filter(Boolean).sort();
      return values.length === 0
        ? "; this identity sees none"
        : `; ${criteria.length > 1 ? `${property}: ` : ""}${didYouMean(wanted, values)}`;
    }
    left = fitting;
  }
  return "";
}
