import type { MemberFacts } from "./m/facts";
import { writtenName } from "./m/text";
import type { Mashup, Query } from "./mashup";
import { nearest } from "../common/nearest";
import { error, warning, type Problem } from "../common/problem";

/**
 * Names that stand for nothing. The library's names have a dot (`Table.AddColumn`) or begin with `#`; any other that nothing in
 * scope binds is a mistake.
 */
export function checkNames(query: Query, facts: MemberFacts, mashup: Mashup): Problem[] {
  return [...unknownNames(query, facts, mashup), ...duplicateNames(query, facts, mashup)];
}

function unknownNames(query: Query, facts: MemberFacts, mashup: Mashup): Problem[] {
  const seen = new Set<string>();
  return facts.references.flatMap(({ name, offset, inScope }) => {
    if (name.includes(".") || name.startsWith("#") || mashup.byName.has(name) || seen.has(name)) return [];
    seen.add(name);
    const near = nearest(name, [...(inScope ?? []), ...mashup.byName.keys()]).map(
      (found) => `\`${writtenName(found)}\``,
    );
    const remedy =
      near.length > 0 ? `did you mean ${near.join(" or ")}?` : "define it, or correct the name (M distinguishes case)";
    return [error(mashup.at(query.start + offset), `\`${writtenName(name)}\` is defined nowhere; ${remedy}`)];
  });
}

function duplicateNames(query: Query, facts: MemberFacts, mashup: Mashup): Problem[] {
  return facts.duplicates.map(({ name, offset, within }) => {
    const place = mashup.at(query.start + offset);
    return within === "let"
      ? error(place, `\`${writtenName(name)}\` is defined twice in one \`let\`; rename one`)
      : warning(place, `the field \`${writtenName(name)}\` occurs twice in one record; M fails when it evaluates it`);
  });
}
