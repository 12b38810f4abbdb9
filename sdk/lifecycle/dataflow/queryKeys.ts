import { harmless } from "../../common/harmless";
import { unescapeM } from "../../definition/m/text";

/*
 * The engine prints the keys of `queries` as they are, so a name stands there as M escapes it: `a#(lf)b`. That is the name itself for
 * all but a few.
 */

/** The key of a query in `queries`. */
export const queryKey = (name: string): string => harmless(name.replaceAll("#(", "#(#)("));

/** The name that a key stands for. */
export const nameOfKey = (key: string): string => unescapeM(key.replaceAll('"', '""'));

const mapKeys = <T>(entries: Readonly<Record<string, T>>, to: (key: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).map(([key, value]) => [to(key), value]));

/** Fingerprints by query name, as outputs hold them. */
export const byKey = (queries: Readonly<Record<string, string>>): Record<string, string> => mapKeys(queries, queryKey);

/** What outputs hold, by query name. */
export const byName = (queries: Readonly<Record<string, string>>): Record<string, string> =>
  mapKeys(queries, nameOfKey);
