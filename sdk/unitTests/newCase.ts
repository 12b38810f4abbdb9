import { outermostLet } from "../definition/m/letSteps";
import { readMember } from "../definition/m/read";
import { mentionedColumns } from "./mentionedColumns";
import { proposedPlaces } from "./proposed";
import type { Queries } from "./queries";
import { placeText } from "./sourceChain";

/**
 * Returns a first case: rows in place of every source that the query reads, with the columns that its steps mention.
 * Throws a UsageError if the query cannot be read.
 */
export function newCase(queries: Queries, query: string): string {
  const places = proposedPlaces(queries, query);
  const stepsOf = new Map<string, string[]>();
  for (const { query: name, step } of places)
    if (step !== undefined && stepsOf.get(name)?.push(step) === undefined) stepsOf.set(name, [step]);
  const columnsOf = new Map([...stepsOf].map(([name, steps]) => [name, columnsAfter(queries, name, steps)]));
  const given = places.flatMap((place) => {
    const columns = columnsOf.get(place.query) ?? [];
    const cells = (columns.length > 0 ? columns : ["Column1"]).map((name) => `${scalar(name)}: null`);
    return [`  ${scalar(placeText(place), PLAIN_PLACE)}:`, `    - { ${cells.join(", ")} }`];
  });
  return [
    `# Rows in place of the sources, and the rows that the query must return for them.`,
    `name: ${scalar(`${query}: say what it does`)}`,
    `query: ${scalar(query)}`,
    ...(given.length > 0 ? ["given:", ...given] : []),
    "expect:",
    "  rowCount: 1",
    "",
  ].join("\n");
}

/** Returns columns that steps after others take from them: those that they mention and that none of them makes. */
function columnsAfter(queries: Queries, query: string, from: readonly string[]): string[] {
  const text = queries.mashup.textOf(queries.query(query));
  const variables = outermostLet(readMember(text).value)?.expression.variables ?? [];
  const usedBy = new Map<string, string[]>();
  for (const { name, uses } of queries.graph(query).steps.values())
    for (const used of uses) if (usedBy.get(used)?.push(name) === undefined) usedBy.set(used, [name]);
  const after = new Set(from.flatMap((step) => usedBy.get(step) ?? []));
  for (const name of after) for (const user of usedBy.get(name) ?? []) after.add(user);
  const takes = new Set<string>();
  const made = new Set<string>();
  for (const { name, value } of variables) {
    if (!after.has(name)) continue;
    const mentioned = mentionedColumns(value, text);
    for (const column of mentioned.takes) if (!made.has(column)) takes.add(column);
    for (const column of mentioned.makes) made.add(column);
  }
  return [...takes].slice(0, MAX_COLUMNS);
}

/** Limits the columns, because each source gets all of them and people read the case. */
const MAX_COLUMNS = 200;

/** A name that YAML cannot take for anything else. Brackets are allowed only at the end and not nested. */
const PLAIN = /^[\p{L}_][\p{L}\d_ .]*$/u;
const PLAIN_PLACE = /^[\p{L}_][\p{L}\d_ .]*(?:\[[\p{L}\d_ .]+\])?$/u;
const WORDS = /^(?:true|false|null)$/i;

const scalar = (text: string, plain = PLAIN): string =>
  plain.test(text) && !WORDS.test(text) && text.trim() === text ? text : JSON.stringify(text);
