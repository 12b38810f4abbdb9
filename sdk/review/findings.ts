import { definitionAdvice } from "../definition/advice";
import type { Mashup } from "../definition/mashup";
import type { DefinitionPart } from "../definition/parts";
import { definitionProblems } from "../definition/understand";
import type { Finding, Findings } from "./document";
import type { Renames } from "./names";
import { renamer } from "./renameIn";

/** Returns why a finding is accepted, or undefined if it is not. */
export type Accepts = (finding: Finding) => string | undefined;

/**
 * Returns the findings in a definition without the network: problems and advice. Advice is there beside errors, too: otherwise a change that
 * corrects an error would introduce all of it. `mashup`: its M, if that was read before.
 */
export async function findingsIn(parts: readonly DefinitionPart[], place: string, mashup?: Mashup): Promise<Finding[]> {
  const problems = await definitionProblems(parts, place, mashup);
  const advice = await definitionAdvice(parts, place, mashup);
  return [...problems, ...advice.map((each) => ({ ...each, severity: "advice" as const }))];
}

/** Separates the findings that a change introduces from those that were there. Findings that differ only in line numbers are the same. */
export function compareFindings(
  before: readonly Finding[],
  after: readonly Finding[],
  { renames, accepts, moved }: { renames: Renames; accepts: Accepts; moved: { from: string; to: string } },
): Findings {
  const counts = new Map<string, number>();
  const renamed = renamer(renames);
  for (const finding of before) {
    const place = finding.place.startsWith(moved.from)
      ? moved.to + finding.place.slice(moved.from.length)
      : finding.place;
    const key = keyOf({ ...finding, place, message: renamed(finding.message) });
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const result: Findings = { introduced: [], accepted: [], remaining: 0, resolved: 0 };
  for (const finding of after) {
    const key = keyOf(finding);
    const known = counts.get(key) ?? 0;
    if (known > 0) {
      counts.set(key, known - 1);
      result.remaining++;
      continue;
    }
    const reason = accepts(finding);
    if (reason === undefined) result.introduced.push(finding);
    else result.accepted.push({ ...finding, reason });
  }
  result.resolved = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return result;
}

const keyOf = ({ severity, place, message }: Finding): string =>
  JSON.stringify([severity, place.replace(/(:\d+){1,2}$/, ""), message.replace(/\b\d+(:\d+)?\b/g, "#")]);
