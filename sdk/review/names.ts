import type { QueryPair } from "./pairQueries";
import type { SideQuery } from "./side";

/** New names of renamed queries by their old ones. */
export type Renames = ReadonlyMap<string, string>;

export const renamesOf = (pairs: readonly QueryPair[]): Renames =>
  new Map(
    pairs.flatMap(({ before, after }) =>
      before && after && before.query.name !== after.query.name ? [[before.query.name, after.query.name] as const] : [],
    ),
  );

export const nameOf = ({ before, after }: QueryPair): string => ((after ?? before) as SideQuery).query.name;
