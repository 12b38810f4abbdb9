import { Columns, type KnownColumns } from "./columns";
import type { Destination } from "./m/destinations";
import { writtenName } from "./m/text";
import { isProblem, type Mashup, type Query } from "./mashup";
import { listed } from "../common/nearest";
import { error, warning, type Problem } from "../common/problem";

/** The only functions that write out all columns of a table. */
const WRITTEN_OUT = /#table|Table\.FromR/;

/**
 * Returns problems with columns that a step or a destination's mapping names and that certainly do not exist. That is certain only if all
 * columns of a table are written out and no step can have changed them. `wanted`: names of the queries to check. Default: all.
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
        `${query} names the column ${writtenName(column)} in ${called}, but the input does not have it (${allAt} lists all its columns); correct one of the two`,
      ),
    );
  return [...problems, ...steps];
}

/** A run fails if the mapping names a column that the query does not give. */
function unmapped(query: Query, { mapping }: Destination, { types, allAt }: KnownColumns, mashup: Mashup): Problem[] {
  // M distinguishes `a` from `A`. It is not documented if the mapping does.
  const names = new Set([...types.keys()].map((name) => name.toLowerCase()));
  const lacking = (mapping ?? []).map(({ source }) => source).filter((source) => !names.has(source.toLowerCase()));
  if (allAt === undefined || lacking.length === 0) return [];
  return [
    error(
      mashup.at(query.start),
      `the destination of ${query.name} maps the column${lacking.length > 1 ? "s" : ""} ${listed(lacking)}, but the query does not have ${lacking.length > 1 ? "them" : "it"} (${allAt} lists all its columns), ` +
        `so a run fails; correct the mapping in DataDestinations, or the query`,
    ),
  ];
}
