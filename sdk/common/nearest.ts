import { harmless } from "./harmless";
import { beginning } from "./text";
import { distance } from "fastest-levenshtein";

/** Comparing two names takes time proportional to the product of their lengths. */
const LONGEST = 300;

/** Returns the names most similar to a mistyped one, best first; none if nothing is similar. */
export function nearest(name: string, candidates: Iterable<string>, most = 3): string[] {
  if (name.length > LONGEST) return [];
  const wanted = name.toLowerCase();
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const near = [...new Set(candidates)]
    .filter(({ length }) => Math.abs(length - wanted.length) <= allowed)
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.toLowerCase()) }))
    // Names of one letter differ in one letter from each other, and are not similar.
    .filter(({ candidate, far }) => far <= allowed && far < Math.max(wanted.length, candidate.length))
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1));
  // A name that differs only in case is the one intended.
  return near
    .filter(({ far }) => far === 0 || near[0]!.far > 0)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** True if one letter is missing, added or changed, if two neighbours are swapped, and for equal names. */
export function isOneSlipAway(one: string, other: string): boolean {
  if (one.length > LONGEST || other.length > LONGEST) return false;
  const far = distance(one, other);
  if (far <= 1 || far > 2 || one.length !== other.length) return far <= 1;
  const at = [...one].findIndex((letter, i) => letter !== other[i]);
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}

const MAX_LISTED = 12;
/** Longer than the names that the service allows. */
const LONGEST_LISTED = 260;

/** Names in a message: `A, B and 3 more`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names
    .slice(0, MAX_LISTED)
    .map((name) => harmless(beginning(name, LONGEST_LISTED)))
    .join(", ");
  return names.length > MAX_LISTED ? `${shown} and ${names.length - MAX_LISTED} more` : shown;
}

/** Returns a hint for an unknown name: similar names, or all names. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  return near.length > 0 ? `did you mean ${near.map(harmless).join(" or ")}?` : `there are: ${listed(candidates)}`;
}
