import type { MemberFacts } from "./m/facts";
import { correctedModule } from "./m/library";
import { writtenName } from "./m/text";
import type { Mashup, Query } from "./mashup";
import { nearest } from "../common/nearest";
import type { ProblemList } from "./problemList";

/**
 * Checks for names that are not defined. Names of the library have a dot (`Table.AddColumn`) or begin with `#`. Any other name that nothing in
 * scope defines is an error. A name with a dot may belong to a new connector, so it is at most a warning.
 */
export function checkNames(query: Query, facts: MemberFacts, mashup: Mashup, problems: ProblemList): void {
  for (const { name, offset, inScope, itself } of facts.references) {
    if (name.startsWith("#") || mashup.byName.has(name)) continue;
    if (name.includes(".")) {
      const corrected = correctedModule(name);
      if (corrected !== undefined)
        problems.warning(
          () => mashup.at(query.start + offset),
          () =>
            `\`${writtenName(name)}\` is not in a known module of the M library; did you mean \`${writtenName(corrected)}\`?`,
        );
      continue;
    }
    problems.error(
      () => mashup.at(query.start + offset),
      () =>
        `\`${writtenName(name)}\` is not defined; ${itself ? `write \`@${writtenName(name)}\` if it means the one that is being defined` : remedy(name, [...(inScope ?? []), ...mashup.byName.keys()])}`,
    );
  }
  for (const { name, offset, within } of facts.duplicates) {
    const place = () => mashup.at(query.start + offset);
    if (within === "let")
      problems.error(place, () => `\`${writtenName(name)}\` is defined twice in one \`let\`; rename one`);
    else
      problems.warning(
        place,
        () => `the field \`${writtenName(name)}\` occurs twice in one record; M fails when it evaluates it`,
      );
  }
}

function remedy(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates).map((found) => `\`${writtenName(found)}\``);
  return near.length > 0
    ? `did you mean ${near.join(" or ")}?`
    : "define it, or correct the name (M distinguishes case)";
}
