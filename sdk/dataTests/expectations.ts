import type { Relationship } from "../model/bounds";
import type { Expectation } from "../model/expectation";

export type { Expectation };

const DEFAULT_ROWS = 1000;

/** Returns how many rows are counted and searched for errors. Counts about a column use all rows, or the first `rows`. */
export const rowsNeeded = ({ rows = DEFAULT_ROWS, minRows = 0, maxRows }: Expectation): number =>
  Math.max(rows, minRows, maxRows === undefined ? 0 : maxRows + 1, 1);

/** True if rows are counted: if something is expected of rows, columns or values, and also if nothing is expected at all. */
export function countsRows({
  minRows,
  maxRows,
  columns,
  notNull,
  unique,
  accepted,
  between,
  relationship,
  freshness,
  noErrors,
  compare,
}: Expectation): boolean {
  const isGiven = (value: unknown): boolean => value !== undefined;
  if ([minRows, maxRows, columns, notNull, unique].some(isGiven)) return true;
  return noErrors !== true && ![accepted, between, relationship, freshness, compare].some(isGiven);
}

/** True if cells of the first rows are searched for errors. */
export const countsErrors = (expectation: Expectation): boolean =>
  expectation.noErrors === true || countsRows(expectation);

/** True if the service counts something for an expectation. */
export const isCounted = (expectation: Expectation): boolean =>
  countsErrors(expectation) ||
  [expectation.accepted, expectation.between, expectation.relationship, expectation.freshness].some(
    (each) => each !== undefined,
  );

export const relationshipsOf = ({ relationship = [] }: Expectation): Relationship[] =>
  Array.isArray(relationship) ? relationship : [relationship];
