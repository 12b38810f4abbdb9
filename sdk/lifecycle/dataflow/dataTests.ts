import type { Inputs, Outputs } from "../../model/dataflow";
import { expectationsOf, type Expectations } from "../../model/expectation";
import type { Lineage } from "../../definition/lineage";
import { didYouMean } from "../../common/nearest";
import type { Problem } from "../../common/problem";
import { ProblemList } from "../../definition/problemList";
import { equal, isObject } from "../../common/objects";
import { hasTests } from "./computed";
import { changedNames } from "../../definition/changes";
import { nameOfKey } from "./queryKeys";

/**
 * Checks that the tested queries exist and that conditions can be read. A test of an unknown query would never fail,
 * and unreadable M would only fail at the very end.
 */
export function checkTestedQueries(tests: unknown, queries: readonly string[]): Problem[] {
  if (!isObject(tests)) return [];
  const known = new Set(queries);
  const problems = new ProblemList("tests");
  for (const query of Object.keys(tests))
    if (!known.has(query))
      problems.error(
        () => `tests.${query}`,
        () => `the definition has no query of that name; ${didYouMean(query, queries)}`,
      );
  for (const [query, given] of Object.entries(tests))
    for (const expectation of (Array.isArray(given) ? given : [given]) as unknown[]) {
      checkCondition(query, expectation, problems);
      for (const target of targetsOf(expectation))
        if (!known.has(target))
          problems.error(
            () => `tests.${query}.relationship.to.query`,
            () => `the definition has no query ${target}; ${didYouMean(target, queries)}`,
          );
    }
  return problems.all;
}

/** Returns the queries in which values of this one must occur. A wrong form is reported elsewhere. */
function targetsOf(expectation: unknown): string[] {
  const given = isObject(expectation) ? expectation["relationship"] : undefined;
  const all: unknown[] = Array.isArray(given) ? given : [given];
  return all.flatMap((one) => {
    const query = isObject(one) && isObject(one["to"]) ? one["to"]["query"] : undefined;
    return typeof query === "string" ? [query] : [];
  });
}

function checkCondition(query: string, expectation: unknown, problems: ProblemList): void {
  const where = isObject(expectation) && isObject(expectation["compare"]) ? expectation["compare"]["where"] : undefined;
  if (typeof where !== "string") return;
  const { unreadableExpression } =
    require("../../definition/m/condition") as typeof import("../../definition/m/condition");
  const wrong = unreadableExpression(where);
  if (wrong !== undefined)
    problems.error(
      () => `tests.${query}.compare.where`,
      () => `is not a condition in M: ${wrong}; write it as after \`each\`: [Year] >= 2026`,
    );
}

export const expectations = ({ tests = {} }: Inputs): Record<string, Expectations> => tests;

/**
 * Returns the queries to test: those that changed, those that depend on a changed one, those whose expectation changed,
 * and those that a failed `up` left untested. Returns all if it is not known what changed, or if the program asks for
 * that.
 */
export function queriesToTest(olds: Outputs, news: Inputs, lineage: Lineage): string[] {
  if (!hasTests(news)) return [];
  const wanted = expectations(news);
  const before = expectations(olds);
  const all = Object.keys(wanted);
  const changed = changedNames(olds.queries, news.queries).map(nameOfKey);
  const definitionChanged =
    olds.definitionFingerprint !== news.definitionFingerprint || olds.definitionRevision !== news.definitionRevision;
  const untold = definitionChanged && changed.length === 0;
  const queriesKnown = isObject(olds.queries) && Object.keys(olds.queries).length > 0;
  if (news.testOn === "always" || untold || !queriesKnown) return all;
  const untested = Array.isArray(olds.untested) ? olds.untested : [];
  const { dependentsOf } = require("../../definition/lineage") as typeof import("../../definition/lineage");
  const affected = new Set([...changed, ...dependentsOf(lineage, changed), ...untested]);
  const reaches = (query: string): boolean =>
    expectationsOf(wanted[query]).some((expectation) => targetsOf(expectation).some((target) => affected.has(target)));
  return all.filter((query) => affected.has(query) || reaches(query) || !equal(before[query], wanted[query]));
}
