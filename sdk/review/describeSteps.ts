import { harmless } from "../common/harmless";
import type { DefinitionPart } from "../definition/parts";
import { stepText } from "./format/words";
import type { Phrase } from "./format/phrase";
import { renamesOf } from "./names";
import { pairQueries } from "./pairQueries";
import { queryChange } from "./queryChange";
import { Side } from "./side";

/** The most queries and steps in a log: hundreds of them would help less than a few. */
const MAX_QUERIES = 5;
const MAX_STEPS = 6;

/**
 * Returns one line with the changed steps of each query: `Orders: + Kept rows (Table.FirstN), ~ Typed: changed`. It does not show values. `hide`
 * masks secret values in names from the M.
 */
export async function describeSteps(
  before: readonly DefinitionPart[],
  after: readonly DefinitionPart[],
  hide: (text: string) => string = (text) => text,
): Promise<string[]> {
  const shownAs = (data: string): string => harmless(hide(data));
  const text = (phrase: Phrase): string =>
    phrase.map((part) => (typeof part === "string" ? part : shownAs(part.data))).join("");
  const sides = { before: await Side.of(before, "stored"), after: await Side.of(after, "declared") };
  const pairs = pairQueries(sides.before, sides.after);
  const renames = renamesOf(pairs);
  const lines = pairs.flatMap((pair) => {
    const change = pair.before && pair.after ? queryChange(pair, sides, renames) : undefined;
    const steps = change?.steps?.changes ?? [];
    if (!change || steps.length === 0) return [];
    const shown = steps.slice(0, MAX_STEPS).map((step) => text(stepText(step)));
    const more = steps.length > MAX_STEPS ? [`and ${steps.length - MAX_STEPS} more`] : [];
    return [`${shownAs(change.name)}: ${[...shown, ...more].join(", ")}`];
  });
  return lines.length > MAX_QUERIES
    ? [...lines.slice(0, MAX_QUERIES), `and steps of ${lines.length - MAX_QUERIES} more queries`]
    : lines;
}
