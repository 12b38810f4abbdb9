import type { Mashup } from "../../../../sdk/definition/mashup";
import { bareName, literalText } from "../../../../sdk/definition/m/text";

interface Mention {
  start: number;
  end: number;
  isText: boolean;
  /** The query with the mention. */
  of: string;
}

/** The places in which a document mentions a query, found by tokens: its name, or a text of an attribute. Fields and steps of that name are omitted. */
export function queryTokens(mashup: Mashup, name: string): Mention[] {
  const { tokens, text } = mashup.section;
  return mashup.queries.flatMap((query) => {
    const own = tokens.slice(query.firstToken, query.endToken).filter(({ kind }) => kind !== "comment");
    const written = own.map(({ start, end }) => text.slice(start, end));
    return own.flatMap(({ kind, start, end }, index): Mention[] => {
      const inAttributes = query.attributes !== undefined && start < query.attributes.end;
      if (kind === "text" && inAttributes && literalText(written[index] as string) === name)
        return [{ start, end, isText: true, of: query.name }];
      if (kind !== "word" && kind !== "identifier") return [];
      const isField =
        written[index - 1] === "[" || (written[index + 1] === "=" && ["let", ","].includes(written[index - 1] ?? ""));
      return !inAttributes && !isField && bareName(written[index] as string) === name
        ? [{ start, end, isText: false, of: query.name }]
        : [];
    });
  });
}

/** The other queries that use one of these, directly or through other queries. */
export function mentionedBy(mashup: Mashup, names: ReadonlySet<string>): string[] {
  const reached = new Set(names);
  for (let grown = true; grown;) {
    grown = false;
    for (const name of [...reached])
      for (const { of } of queryTokens(mashup, name)) {
        if (reached.has(of)) continue;
        reached.add(of);
        grown = true;
      }
  }
  return [...reached].filter((name) => !names.has(name));
}
