import type { Relationship } from "../model/bounds";
import type { Expectation } from "../model/expectation";

export type { Expectation };

const DEFAULT_ROWS = 1000;

/** How many rows are looked at as a whole: counted, and searched for errors. What goes by a column is counted over all, or over `rows`. */
export const rowsNeeded = ({ rows = DEFAULT_ROWS, minRows = 0, maxRows }: Expectation): number =>
  Math.max(rows, minRows, maxRows === undefined ? 0 : maxRows + 1, 1);

/** Whether rows are counted: if something is expected of them, of the columns or of their values, and if nothing is. */
export function looksAtRows({
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

/** Whether cells of the first rows are searched for errors. */
export const looksAtErrors = (expectation: Expectation): boolean =>
  expectation.noErrors === true || looksAtRows(expectation);

/** Whether the service counts something for an expectation. */
export const isCounted = (expectation: Expectation): boolean =>
  looksAtErrors(expectation) ||
  [expectation.accepted, expectation.between, expectation.relationship, expectation.freshness].some(
    (each) => each !== undefined,
  );

export const relationshipsOf = ({ relationship = [] }: Expectation): Relationship[] =>
  Array.isArray(relationship) ? relationship : [relationship];
