import { Columns, type KnownColumns } from "./columns";
import type { Destination } from "./m/destinations";
import { writtenName } from "./m/text";
import { isProblem, type Mashup, type Query } from "./mashup";
import { listed } from "../common/nearest";
import { error, warning, type Problem } from "../common/problem";

/** All columns of a table are written out by these alone. */
const WRITTEN_OUT = /#table|Table\.FromR/;

/**
 * Columns that a step or a destination's mapping names and that are surely not there: where all columns of a table are written out, and no
 * step may have changed them. Looks at the queries that `wanted` names, or at all.
 */
export async function checkColumns(mashup: Mashup, wanted?: ReadonlySet<string>): Promise<Problem[]> {
  if (!WRITTEN_OUT.test(mashup.section.text)) return [];
  const columns = new Columns(mashup);
  const problems: Problem[] = [];
  for (const query of mashup.queries) {
    if (wanted && !wanted.has(query.name)) continue;
    const known = await columns.of(query);
    const facts = await mashup.facts(query);
    if (!isProblem(facts)) problems.push(...facts.destinations.flatMap((to) => unmapped(query, to, known, mashup)));
  }
  const steps = columns.lacking
    .filter(({ query }) => !wanted || wanted.has(query))
    .map(({ query, column, function: called, at, allAt }) =>
      warning(
        at,
        `${query} names the column ${writtenName(column)} in ${called}, which its input lacks: all of its columns are written out at ${allAt}; correct one of them`,
      ),
    );
  return [...problems, ...steps];
}

/** A run fails where the mapping takes a column that the query does not give. */
function unmapped(query: Query, { mapping }: Destination, { types, allAt }: KnownColumns, mashup: Mashup): Problem[] {
  // M tells `a` from `A`; nobody says whether the mapping does.
  const names = new Set([...types.keys()].map((name) => name.toLowerCase()));
  const lacking = (mapping ?? []).map(({ source }) => source).filter((source) => !names.has(source.toLowerCase()));
  if (allAt === undefined || lacking.length === 0) return [];
  return [
    error(
      mashup.at(query.start),
      `the destination of ${query.name} maps the column${lacking.length > 1 ? "s" : ""} ${listed(lacking)}, which the query lacks, so a run fails: ` +
        `all columns are written out at ${allAt}; correct the mapping in DataDestinations, or the query`,
    ),
  ];
}
