import { outermostLet } from "../definition/m/letSteps";
import { readMember } from "../definition/m/read";
import { mentionedColumns } from "./mentionedColumns";
import { proposedPlaces } from "./proposed";
import type { Queries } from "./queries";
import { placeText, type Place } from "./sourceChain";

/**
 * A case to begin with: rows in the place of every source that the query reads, with the columns that its steps mention. Throws a UsageError
 * where the query cannot be read.
 */
export function newCase(queries: Queries, query: string): string {
  const places = proposedPlaces(queries, query);
  const given = places.flatMap((place) => [
    `  ${scalar(placeText(place), PLAIN_PLACE)}:`,
    `    - { ${columnsAfter(queries, place)
      .map((name) => `${scalar(name)}: null`)
      .join(", ")} }`,
  ]);
  return [
    `# Rows that stand in for what the sources give, and what the query has to make of them.`,
    `name: ${scalar(`${query}: say what it does`)}`,
    `query: ${scalar(query)}`,
    ...(given.length > 0 ? ["given:", ...given] : []),
    "expect:",
    "  rowCount: 1",
    "",
  ].join("\n");
}

/** Columns that the steps behind a place take from it: those that they mention, and none of them makes. */
function columnsAfter(queries: Queries, { query, step }: Place): string[] {
  if (step === undefined) return ["Column1"];
  const text = queries.mashup.textOf(queries.query(query));
  const found = outermostLet(readMember(text).value);
  if (!found) return ["Column1"];
  const after = new Set<string>();
  const { steps } = queries.graph(query);
  const usedBy = new Map<string, string[]>();
  for (const { name, uses } of steps.values())
    for (const used of uses) if (usedBy.get(used)?.push(name) === undefined) usedBy.set(used, [name]);
  const left = [...(usedBy.get(step) ?? [])];
  for (let name = left.pop(); name !== undefined; name = left.pop())
    if (!after.has(name)) {
      after.add(name);
      left.push(...(usedBy.get(name) ?? []));
    }
  const takes = new Set<string>();
  const made = new Set<string>();
  for (const { name, value } of found.expression.variables) {
    if (!after.has(name)) continue;
    const mentioned = mentionedColumns(value, text);
    for (const column of mentioned.takes) if (!made.has(column)) takes.add(column);
    for (const column of mentioned.makes) made.add(column);
  }
  return takes.size > 0 ? [...takes] : ["Column1"];
}

/** Plain where YAML can take it for nothing else; brackets at the end alone, and not within others. */
const PLAIN = /^[\p{L}_][\p{L}\d_ .]*$/u;
const PLAIN_PLACE = /^[\p{L}_][\p{L}\d_ .]*(?:\[[\p{L}\d_ .]+\])?$/u;
const WORDS = /^(?:true|false|null)$/i;

const scalar = (text: string, plain = PLAIN): string =>
  plain.test(text) && !WORDS.test(text) && text.trim() === text ? text : JSON.stringify(text);
