import type { Relationship } from "../model/bounds";
import type { Expectation } from "../model/expectation";

export type { Expectation };

const DEFAULT_ROWS = 1000;

/** How many rows must be fetched so that every expectation can be judged. */
export const rowsNeeded = ({ rows = DEFAULT_ROWS, minRows = 0, maxRows }: Expectation): number =>
  Math.max(rows, minRows, maxRows === undefined ? 0 : maxRows + 1, 1);

/** Whether something of an expectation is counted by the service. */
export const isCounted = ({ accepted, between, relationship, freshness, noErrors }: Expectation): boolean =>
  [accepted, between, relationship, freshness].some((each) => each !== undefined) || noErrors === true;

export const relationshipsOf = ({ relationship = [] }: Expectation): Relationship[] =>
  Array.isArray(relationship) ? relationship : [relationship];
