import type { Destination } from "./m/destinations";
import type { AttributeFacts } from "./m/facts";
import { checkCycles } from "./cycles";
import { queryLineage, type Lineage, type QueryLineage } from "./lineage";
import { isProblem, type Mashup, type Query } from "./mashup";
import { checkNames } from "./names";
import { didYouMean } from "../common/nearest";
import { warning, type Problem } from "../common/problem";
import { ProblemList } from "./problemList";
import type { QueryRoles } from "./checkMetadata";

export interface CheckedMashup {
  problems: Problem[];
  /** The lineage of the checked queries that can be parsed. */
  lineage: Lineage;
  roles: QueryRoles;
  /** The destinations of the checked queries. */
  targets: Target[];
}

export interface Target extends Destination {
  /** The query that is written. */
  of: string;
}

/** Checks queries. `wanted`: names of the queries to check. Default: all. */
export async function checkMashup(mashup: Mashup, wanted?: ReadonlySet<string>): Promise<CheckedMashup> {
  const problems = new ProblemList(mashup.place);
  mashup.checkDocument(problems);
  const lineage: QueryLineage[] = [];
  const targets: Target[] = [];
  const header = await mashup.header();
  if (isProblem(header)) problems.include([header]);
  await mashup.checkNameless(problems);
  const defaultDestination = await mashup.defaultDestination();
  for (const query of mashup.queries) {
    if (wanted && !wanted.has(query.name)) {
      // The header is not a query, so it may have changed although no query did.
      if (mashup.bindsToDefault(query)) checkDefault(query, mashup, defaultDestination?.queryName, problems);
      continue;
    }
    const facts = await mashup.facts(query);
    if (isProblem(facts)) problems.include([facts]);
    else checkNames(query, facts, mashup, problems);
    const attributes = await mashup.attributeFacts(query);
    if (attributes) {
      const written = attributes.bindsToDefaultDestination && defaultDestination ? [defaultDestination] : [];
      targets.push(...[...attributes.destinations, ...written].map((target) => ({ ...target, of: query.name })));
      checkDestinations(query, attributes, mashup, defaultDestination?.queryName, problems);
    }
    if (!isProblem(facts) && mashup.byName.get(query.name) === query)
      lineage.push(queryLineage(query, facts, mashup, defaultDestination?.queryName));
  }
  problems.include(checkCycles(lineage, (name) => mashup.at(mashup.byName.get(name)?.nameSpan.start ?? 0)));
  return {
    problems: problems.all,
    lineage,
    targets,
    roles: rolesOf(mashup, lineage, targets, defaultDestination?.queryName),
  };
}

const noQuery = (name: string, mashup: Mashup): string =>
  `the document has no query of that name; ${didYouMean(name, [...mashup.byName.keys()])}`;

function checkDestinations(
  query: Query,
  facts: AttributeFacts,
  mashup: Mashup,
  defaultDestination: string | undefined,
  problems: ProblemList,
): void {
  const place = () => mashup.at(query.start);
  for (const { queryName } of facts.destinations)
    if (!mashup.find(queryName))
      problems.error(
        place,
        () => `${query.name} is written to the destination ${queryName}, but ${noQuery(queryName, mashup)}`,
      );
  if (facts.bindsToDefaultDestination) checkDefault(query, mashup, defaultDestination, problems);
}

/** Checks the default destination of a query that is bound to it. */
function checkDefault(
  query: Query,
  mashup: Mashup,
  defaultDestination: string | undefined,
  problems: ProblemList,
): void {
  const place = () => mashup.at(query.start);
  if (defaultDestination === undefined)
    problems.warning(
      place,
      () =>
        `${query.name} is bound to the default destination, but the section does not have one; add DefaultOutputDestinationSettings before \`section\``,
    );
  else if (!mashup.find(defaultDestination))
    problems.error(
      place,
      () =>
        `${query.name} is bound to the default destination ${defaultDestination}, but ${noQuery(defaultDestination, mashup)}`,
    );
}

function rolesOf(
  mashup: Mashup,
  lineage: Lineage,
  targets: readonly Target[],
  defaultDestination: string | undefined,
): QueryRoles {
  const byDefault = defaultDestination === undefined ? undefined : mashup.find(defaultDestination)?.name;
  const named = targets.flatMap(({ queryName }) => mashup.find(queryName)?.name ?? []);
  return {
    names: [...mashup.byName.keys()],
    functions: new Set(lineage.filter(({ isFunction }) => isFunction).map(({ name }) => name)),
    destinations: new Set(named.filter((name) => name !== byDefault)),
    defaultDestination: byDefault,
  };
}

/**
 * Returns a warning for each changed target whose table the service creates itself: it may drop the old table.
 */
export function checkMovedTargets(targets: readonly Target[], changed: ReadonlySet<string>, mashup: Mashup): Problem[] {
  return targets.flatMap(({ of, queryName, isNewTarget, automatic }) => {
    const query = mashup.find(queryName);
    if (!query || !changed.has(query.name) || !(isNewTarget || automatic)) return [];
    const how = isNewTarget ? "IsNewTarget = true" : "automatic settings";
    return [
      warning(
        mashup.at(query.nameSpan.start),
        `${query.name} changed, and ${of} is written to it with ${how}: the service may drop the table and create it again`,
      ),
    ];
  });
}
