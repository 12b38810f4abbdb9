import type { Side, SideQuery } from "./side";
import { memberParts } from "./memberParts";
import { codeOf } from "./tokens";

export interface QueryPair {
  before: SideQuery | undefined;
  after: SideQuery | undefined;
}

/**
 * Pairs the queries of both sides: first by `queryId`, which the portal keeps when a query is renamed; then by name; then by equal M, if only one
 * query of each side has it. The order is that of the newer side, with removed queries last.
 */
export function pairQueries(before: Side | undefined, after: Side | undefined): QueryPair[] {
  const beforeOf = new Map<SideQuery, SideQuery>();
  const left = { before: new Set(before?.queries.values()), after: new Set(after?.queries.values()) };
  const join = (keyOf: (side: Side, query: SideQuery) => string | undefined): void => {
    if (!before || !after) return;
    const [old, now] = [
      uniqueBy(left.before, (query) => keyOf(before, query)),
      uniqueBy(left.after, (query) => keyOf(after, query)),
    ];
    for (const [key, query] of now) {
      const same = old.get(key);
      if (!same) continue;
      beforeOf.set(query, same);
      left.before.delete(same);
      left.after.delete(query);
    }
  };
  join((_, { entry }) => queryIdOf(entry?.value["queryId"]));
  join((_, { query }) => query.name);
  join((side, query) => bodyOf(side, query));
  return [
    ...[...(after?.queries.values() ?? [])].map((query) => ({ before: beforeOf.get(query), after: query })),
    ...[...left.before].map((query) => ({ before: query, after: undefined })),
  ];
}

const queryIdOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value.toLowerCase() : undefined;

/** The least length of M by which a query is recognised. */
const MIN_BODY = 40;

function bodyOf(side: Side, query: SideQuery): string | undefined {
  const { body, text } = memberParts(side, query);
  const code = codeOf(text.slice(body.start, body.end));
  return code.length < MIN_BODY ? undefined : code;
}

/** Returns the queries by key, without those whose key occurs twice. */
function uniqueBy(
  queries: Iterable<SideQuery>,
  keyOf: (query: SideQuery) => string | undefined,
): Map<string, SideQuery> {
  const found = new Map<string, SideQuery | undefined>();
  for (const query of queries) {
    const key = keyOf(query);
    if (key !== undefined) found.set(key, found.has(key) ? undefined : query);
  }
  return new Map([...found].filter((entry): entry is [string, SideQuery] => entry[1] !== undefined));
}
