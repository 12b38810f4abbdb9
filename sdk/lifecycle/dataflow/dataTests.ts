import type { Inputs, Outputs } from "../../model/dataflow";
import type { Expectation } from "../../model/expectation";
import type { Lineage } from "../../definition/lineage";
import { didYouMean } from "../../common/nearest";
import type { Problem } from "../../common/problem";
import { ProblemList } from "../../definition/problemList";
import { equal, isObject } from "../../common/objects";
import { hasTests } from "./computed";
import { changedNames } from "../../definition/changes";
import { nameOfKey } from "./queryKeys";

/** A test of a query that is not there would never fail. */
export function checkTestedQueries(tests: unknown, queries: readonly string[]): Problem[] {
  if (!isObject(tests)) return [];
  const known = new Set(queries);
  const problems = new ProblemList("tests");
  for (const query of Object.keys(tests))
    if (!known.has(query))
      problems.error(
        () => `tests.${query}`,
        () => `there is no query of that name; ${didYouMean(query, queries)}`,
      );
  return problems.all;
}

export const expectations = ({ tests = {} }: Inputs): Record<string, Expectation> => tests;

/**
 * The queries to try: those that changed, those that depend on one that did, those whose expectation changed, and those that a
 * failed `up` left untried. All of them where it cannot be told what changed, or where the program says so.
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
  return all.filter((query) => affected.has(query) || !equal(before[query], wanted[query]));
}
