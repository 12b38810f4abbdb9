import { harmless } from "../../common/harmless";
import { unescapeM } from "../../definition/m/text";

/*
 * The engine prints the keys of `queries` as they are, so they have the names as M escapes them: `a#(lf)b`. For nearly
 * all queries that is the name itself.
 */

/** Returns the key of a query in `queries`. */
export const queryKey = (name: string): string => harmless(name.replaceAll("#(", "#(#)("));

/** Returns the name for a key. */
export const nameOfKey = (key: string): string => unescapeM(key.replaceAll('"', '""'));

const mapKeys = <T>(entries: Readonly<Record<string, T>>, to: (key: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).map(([key, value]) => [to(key), value]));

/** Returns fingerprints by key, as outputs hold them. */
export const byKey = (queries: Readonly<Record<string, string>>): Record<string, string> => mapKeys(queries, queryKey);

/** Returns what outputs hold, by query name. */
export const byName = (queries: Readonly<Record<string, string>>): Record<string, string> =>
  mapKeys(queries, nameOfKey);
