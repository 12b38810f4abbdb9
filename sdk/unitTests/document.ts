import { applyEdits, type Edit } from "../definition/m/positions";
import { writtenName } from "../definition/m/text";
import { LIMITS } from "../definition/limits";
import { setParameters } from "../definition/parameters";
import { harmless } from "../common/harmless";
import { error, type Problem } from "../common/problem";
import { didYouMean } from "../common/nearest";
import type { TestDocument } from "../dataTests/document";
import type { Case } from "./caseFile";
import { stepEdits } from "./prune";
import type { Queries } from "./queries";
import { reachOf, type OpenSource, type Reach } from "./reach";
import { resultM } from "./resultQuery";
import { placeAll, type Fixtures } from "./standIns";
import { placeText } from "./sourceChain";

export type UnitDocument = TestDocument;

/**
 * Returns the document that evaluates a case: the queries and steps that its query needs, with rows in place of
 * sources, and nothing else. Refuses if a source would still be read.
 */
export async function unitDocument(
  queries: Queries,
  unit: Case,
): Promise<{ document: UnitDocument } | { problems: Problem[] }> {
  const { query, at } = unit;
  if (!queries.has(query)) {
    const names = [...queries.mashup.byName.keys()];
    return { problems: [error(at, `no query is named ${query}; ${didYouMean(query, names)}`)] };
  }
  if (queries.graph(query).isFunction)
    return { problems: [error(at, `${query} is a function; test a query in which it is called`)] };
  const { fixtures, problems } = placeAll(queries, unit.given);
  if (problems.length > 0) return { problems };
  const reach = reachOf(queries, query, fixtures);
  const parameters = await parameterEdits(queries, unit, reach);
  const found = [
    ...reach.open.slice(0, MAX_NAMED).map((open) => stillOpen(queries, open, at)),
    ...notNeeded(reach, fixtures),
    ...parameters.problems,
  ];
  if (found.length > 0) return { problems: found };
  const members = queries.mashup.queries
    .filter((member) => reach.steps.has(member.name) && queries.query(member.name) === member)
    .map(({ name }) => memberText(queries, name, reach, fixtures, parameters.edits));
  const queryName = freeName(queries, `${query} (unit test)`);
  const text = [
    `section ${sectionName(queries)};`,
    ...members,
    `shared ${writtenName(queryName)} = ${resultM(writtenName(query))};`,
    "",
  ].join("\n");
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMITS.mashupBytes)
    return {
      problems: [
        error(
          at,
          `makes a document of ${bytes} bytes, and the service takes ${LIMITS.mashupBytes} (512 KB); give fewer rows`,
        ),
      ],
    };
  return { document: { queryName, customMashupDocument: text } };
}

const MAX_NAMED = 20;

function stillOpen(queries: Queries, open: OpenSource, at: string): Problem {
  const { mashup } = queries;
  const query = mashup.byName.get(open.query)!;
  const { steps, result } = queries.graph(open.query);
  const node = open.step === undefined ? result : steps.get(open.step)!;
  const why = open.function.startsWith("#")
    ? `uses names by ${open.function}, so it is not known what it reads`
    : `reads a source by ${open.function}`;
  return error(
    at,
    `${placeText(open)} (${mashup.at(query.start + node.value.start)}) ${why}; give rows for ${open.query}, or for a step of it`,
  );
}

/** Rows that nothing reads are a mistake: the query was changed, or another one is intended. */
const notNeeded = ({ steps }: Reach, { places }: Fixtures): Problem[] =>
  places
    .filter(
      ({ place }) => !(place.step === undefined ? steps.has(place.query) : steps.get(place.query)?.has(place.step)),
    )
    .map(({ place, given }) => error(given.at, `remove it: nothing that the query needs reads ${placeText(place)}`));

async function parameterEdits(
  { mashup }: Queries,
  { parameters }: Case,
  reach: Reach,
): Promise<{ edits: Edit[]; problems: Problem[] }> {
  const values = Object.fromEntries([...parameters].map(([name, { value }]) => [name, value]));
  const set = await setParameters(mashup, values);
  const places = new Map([...parameters].map(([name, { at }]) => [harmless(`parameters.${name}`), { name, at }]));
  const unread = [...parameters].filter(([name]) => mashup.byName.has(name) && !reach.steps.has(name));
  return {
    edits: set.edits,
    problems: [
      ...set.problems.map(({ place, message }) =>
        error(places.get(place)!.at, `${places.get(place)!.name}: ${message}`),
      ),
      ...unread.map(([name, { at }]) =>
        error(at, `remove it: nothing that the query needs reads the parameter ${name}`),
      ),
    ],
  };
}

/** Returns the member with its replaced steps, and without its attributes, which name destinations. */
function memberText(
  queries: Queries,
  name: string,
  reach: Reach,
  fixtures: Fixtures,
  parameterValues: readonly Edit[],
): string {
  const query = queries.query(name);
  const written = `shared ${writtenName(name)} = `;
  const whole = fixtures.ofQuery(name);
  if (whole !== undefined) return `${written}${whole};`;
  const text = queries.mashup.textOf(query);
  const graph = queries.graph(name);
  const own = parameterValues
    .filter(({ start, end }) => start >= query.start && end <= query.end)
    .map((edit) => ({ ...edit, start: edit.start - query.start, end: edit.end - query.start }));
  const edits = [
    ...own,
    ...stepEdits(graph, reach.steps.get(name) ?? new Set(), (step) => fixtures.ofStep(name, step)),
  ];
  const { start, end } = graph.value;
  const inside = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return `${written}${applyEdits(text.slice(start, end), inside)};`;
}

/** Returns the section's name: queries may use it to name each other, `Section1!Orders`. */
function sectionName({ mashup }: Queries): string {
  const { text, header } = mashup.section;
  const written = header ? text.slice(header.attributes?.end ?? header.start, header.end) : "";
  return /section\s+(#"(?:[^"]|"")*"|[^\s;]+)\s*;/.exec(written)?.[1] ?? "Section1";
}

/** Returns an unused name. The service matches names without regard to case. */
function freeName(queries: Queries, name: string): string {
  return queries.mashup.find(name) === undefined ? name : freeName(queries, `${name} 2`);
}
