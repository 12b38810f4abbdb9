import type { Mashup } from "../../../../sdk/definition/mashup";
import { bareName, literalText } from "../../../../sdk/definition/m/text";

interface Mention {
  start: number;
  end: number;
  isText: boolean;
  /** The query that names it. */
  of: string;
}

/** Where a document names a query, found by tokens: as a name, or as the text of an attribute. Fields and own steps do not count. */
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

/** The queries that name one of these, however far off, without these. */
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
