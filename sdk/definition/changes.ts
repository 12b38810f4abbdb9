import { bareName, literalText } from "./m/text";
import type { Span } from "./m/positions";
import type { Token } from "./m/tokens";
import type { Mashup, Query } from "./mashup";

/** The differences between the queries of two definitions: their names, in the order of the newer document. */
export interface QueryChanges {
  added: string[];
  removed: string[];
  changed: string[];
}

export type QueryFingerprints = Readonly<Record<string, string>>;

export function queryChanges(before: QueryFingerprints, after: QueryFingerprints): QueryChanges {
  const has = (all: QueryFingerprints, name: string) => Object.hasOwn(all, name);
  return {
    added: Object.keys(after).filter((name) => !has(before, name)),
    removed: Object.keys(before).filter((name) => !has(after, name)),
    changed: Object.keys(after).filter((name) => has(before, name) && before[name] !== after[name]),
  };
}

export const nothingChanged = ({ added, removed, changed }: QueryChanges): boolean =>
  added.length + removed.length + changed.length === 0;

/**
 * Returns the queries that changes can affect: the changed ones, and those that mention one of them, directly or through others. They are found
 * by tokens, so there may be more than truly depend, but never fewer.
 */
export function touchedQueries(mashup: Mashup, changes: QueryChanges): Set<string> {
  const start = [...changes.added, ...changes.removed, ...changes.changed];
  if (start.length === 0) return new Set();
  const mentionedBy = mentions(mashup, new Set([...mashup.byName.keys(), ...start]));
  const touched = new Set(start);
  for (const name of touched) for (const by of mentionedBy.get(name.toLowerCase()) ?? []) touched.add(by);
  return touched;
}

/**
 * Returns the queries that mention each name, by the name in lower case. A mention is a name in the M, or a text in the attributes, which name
 * destinations.
 */
function mentions(mashup: Mashup, names: ReadonlySet<string>): Map<string, Set<string>> {
  const wanted = new Set([...names].map((name) => name.toLowerCase()));
  const found = new Map<string, Set<string>>();
  const { tokens, text, header } = mashup.section;
  const byDefault = header?.attributes ? textsIn(mashup, header.firstToken, header.endToken) : [];
  const add = (name: string, query: Query): void => {
    if (!wanted.has(name) || name === query.name.toLowerCase()) return;
    const by = found.get(name);
    if (by) by.add(query.name);
    else found.set(name, new Set([query.name]));
  };
  for (const query of mashup.queries) {
    // A query that is bound to the default destination mentions all that the section's header mentions.
    if (mashup.bindsToDefault(query)) for (const name of byDefault) add(name, query);
    for (let index = query.firstToken; index < query.endToken; index++) {
      const { kind, start, end } = tokens[index] as Token;
      if (kind !== "word" && kind !== "identifier" && !(kind === "text" && isWithin(query.attributes, start))) continue;
      const written = text.slice(start, end).toLowerCase();
      const name = kind === "word" ? written : kind === "text" ? literalText(written) : bareName(written);
      add(name, query);
    }
  }
  return found;
}

const textsIn = ({ section: { text, tokens } }: Mashup, from: number, to: number): string[] =>
  tokens
    .slice(from, to)
    .flatMap(({ kind, start, end }) => (kind === "text" ? [literalText(text.slice(start, end)).toLowerCase()] : []));

const isWithin = (span: Span | undefined, offset: number): boolean =>
  span !== undefined && span.start <= offset && offset < span.end;

/** Returns the names of the queries whose fingerprints differ: changed, added and removed ones. */
export function changedNames(before: Queries | undefined, after: Queries | undefined): string[] {
  const [a, b] = [before ?? {}, after ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}

type Queries = Readonly<Record<string, string>>;
