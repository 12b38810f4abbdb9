import { viewMetadata, matchQueries } from "./metadata";
import type { Mashup } from "./mashup";
import type { Opened } from "./open";
import { listed } from "../common/nearest";
import { warning, type Problem } from "../common/problem";

/** The functions that read a variable library at run time. */
const READS_VARIABLE = /\bVariable\.Value(?:OrDefault)?\b/;

/**
 * Returns a warning about staged queries that read a variable library: a run refuses them.
 * https://learn.microsoft.com/fabric/data-factory/dataflow-gen2-variable-library-integration
 */
export function checkVariables(mashup: Mashup, opened: Opened, wanted?: ReadonlySet<string>): Problem[] {
  if (opened.legacy || !READS_VARIABLE.test(mashup.section.text)) return [];
  const { entryOf } = matchQueries([...mashup.byName.keys()], viewMetadata(opened).queries ?? []);
  const { text, tokens } = mashup.section;
  const reads = mashup.queries.filter(({ name, firstToken, endToken }) => {
    if (wanted && !wanted.has(name)) return false;
    const words = tokens.slice(firstToken, endToken).filter(({ kind }) => kind === "word");
    return words.some(({ start, end }) => READS_VARIABLE.test(text.slice(start, end)));
  });
  const staged = reads.map(({ name }) => name).filter((name) => entryOf.get(name)?.loadEnabled === true);
  if (staged.length === 0) return [];
  return [
    warning(
      mashup.place,
      `${listed(staged)} read${staged.length === 1 ? "s" : ""} a variable library and ${staged.length === 1 ? "is" : "are"} staged, which a run refuses: ` +
        "set `loadEnabled` to false in its entry of queryMetadata.json",
    ),
  ];
}
