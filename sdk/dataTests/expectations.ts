import type { Expectation } from "../model/expectation";

export type { Expectation };

const DEFAULT_ROWS = 1000;

/** How many rows must be fetched so that every expectation can be judged. */
export const rowsNeeded = ({ rows = DEFAULT_ROWS, minRows = 0, maxRows }: Expectation): number =>
  Math.max(rows, minRows, maxRows === undefined ? 0 : maxRows + 1, 1);
