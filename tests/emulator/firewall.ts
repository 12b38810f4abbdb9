import { SOURCE_KINDS } from "./connections";
import { bare } from "./m/words";
import { Member } from "./mashup";

/** The words in a query and in all queries that it uses. */
export function reachedTokens(members: readonly Member[], query: string): Set<string> {
  const byName = new Map(members.map((member) => [member.name, member]));
  const reached = new Set([query]);
  const words = new Set<string>();
  for (const name of reached)
    for (const token of byName.get(name)?.tokens ?? []) {
      if (byName.has(bare(token))) reached.add(bare(token));
      words.add(token);
    }
  return words;
}

/** The types of sources that a query reaches, itself or through the queries that it uses. */
const kindsOf = (members: readonly Member[], query: string): Set<string> =>
  new Set([...reachedTokens(members, query)].flatMap((token) => SOURCE_KINDS[token] ?? []));

/** The privacy firewall's error if a query combines sources and the document does not allow it. */
export function blocked(document: string, members: readonly Member[], query: string): string | undefined {
  const header = /^[^;]*/.exec(document)?.[0] ?? "";
  if (/AllowCombine\s*=\s*true/.test(header) || kindsOf(members, query).size < 2) return undefined;
  return `Formula.Firewall: Query '${query}' references other queries or steps, so it may not directly access a data source. Please rebuild this data combination.`;
}
