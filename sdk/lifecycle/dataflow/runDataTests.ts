import { harmless } from "../../common/harmless";
import { queryKey } from "./queryKeys";
import { keptResult, resultText, runTests, type NotedResult } from "../../dataTests/runTest";
import { expectationsOf, type TestResult } from "../../model/expectation";
import { viewMetadata } from "../../definition/metadata";
import { openDefinition } from "../../definition/open";
import type { DefinitionPart } from "../../definition/parts";
import type { Understanding } from "../../definition/understand";
import type { Definition } from "../../fabric/types";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import { parseDuration } from "../../common/durations";
import { fromResponse } from "./definition";
import { expectations } from "./dataTests";

/** The service's own limit for a query. */
const LONGEST_QUERY_MS = 90_000;
/** Time for starting and streaming, beside the query itself. */
const OVERHEAD_MS = 60_000;

/** A data test failed, so the definition must not go live. */
export class DataTestError extends Error {
  constructor(
    message: string,
    readonly results: TestResult[],
  ) {
    super(message);
  }
}

/**
 * Evaluates the definition to write on the live item's connections, one query after another. Runs all tests, then
 * throws `DataTestError` if one failed. `stored` is the definition with which the new M is compared.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/query-execution/execute-query
 */
export async function runDataTests(
  context: Context,
  id: string,
  news: Inputs,
  declared: Understanding,
  queries: readonly string[],
  stored?: Definition,
): Promise<TestResult[]> {
  const mashup = openDefinition(declared.parts)?.mashup ?? "";
  const live = stored && openDefinition(fromResponse(stored))?.mashup;
  const wanted = expectations(news);
  const all: NotedResult[] = [];
  for (const query of queries) {
    const expected = expectationsOf(wanted[query] ?? {});
    const limits = expected.map(({ timeout = "" }) => parseDuration(timeout) ?? LONGEST_QUERY_MS);
    const limit = Math.min(Math.max(...limits), LONGEST_QUERY_MS);
    context.progress(`testing ${harmless(query)}`);
    const ofQuery = await runTests(
      (document) =>
        context.runClient.dataflows.executeQuery(news.workspaceId, id, document, {
          timeoutMs: limit + OVERHEAD_MS,
          signal: context.signal,
          onProgress: ({ status }) => context.progress(`testing ${harmless(`${query}: ${status}`)}`),
        }),
      mashup,
      query,
      expected,
      { mask: context.mask, ...(live !== undefined && { live }) },
    );
    for (const result of ofQuery) {
      all.push(result);
      context[result.outcome === "warned" ? "warn" : "info"](resultText(result));
      for (const warning of result.warnings ?? []) context.warn(`test of ${harmless(query)}: ${warning}`);
    }
  }
  const failed = all.filter(({ outcome }) => outcome === "failed");
  const results = all.map((result) => ({ ...keptResult(result), query: queryKey(result.query) }));
  if (failed.length > 0) throw new DataTestError(failed.map(resultText).join("\n"), results);
  return results;
}

/**
 * Refuses comparisons before anything is written, if connections change: a comparison needs the live M and the new M on
 * the same connections.
 */
export function refuseComparisons(
  news: Inputs,
  declared: Understanding,
  queries: readonly string[],
  stored: Definition | undefined,
): void {
  const wanted = expectations(news);
  const comparisonsOf = (query: string) => expectationsOf(wanted[query]).flatMap(({ compare }) => compare ?? []);
  const compared = queries.filter((query) => comparisonsOf(query).length > 0);
  if (compared.length === 0) return;
  const { compareDocument } =
    require("../../dataTests/compareDocument") as typeof import("../../dataTests/compareDocument");
  const [live, mashup] = [
    stored && openDefinition(fromResponse(stored))?.mashup,
    openDefinition(declared.parts)?.mashup,
  ];
  const hasToCompare = (query: string): boolean =>
    live === undefined ||
    comparisonsOf(query).some(
      (comparison) => !["new", "same"].includes(compareDocument(live, mashup ?? "", query, comparison).kind),
    );
  const refused = compared.filter(hasToCompare);
  if (refused.length === 0) return;
  const why =
    live === undefined
      ? "remove compare, because the stored definition could not be read and there is nothing to compare with"
      : "change the connections in an update of their own first, or remove compare from this one. Both forms of the query run on the stored connections, " +
        "which this update changes";
  throw new Error(
    `${refused.map((query) => `tests.${harmless(query)}.compare`).join(", ")}: ${why}. Nothing was written.`,
  );
}

/**
 * True if the stored definition has the connections of the declared one. A custom document runs on the stored
 * connections, so others cannot be tested before they are written.
 */
export function sameConnections(stored: Definition | undefined, parts: readonly DefinitionPart[]): boolean {
  if (!stored) return false;
  const [before, after] = [fromResponse(stored), parts].map(connectionsOf);
  return before === after;
}

function connectionsOf(parts: readonly DefinitionPart[]): string {
  const opened = openDefinition(parts);
  const connections = opened ? viewMetadata(opened).connections : [];
  return JSON.stringify(
    connections.map(({ kind, path, connectionId }) => [kind.toLowerCase(), path, connectionId]).sort(),
  );
}
