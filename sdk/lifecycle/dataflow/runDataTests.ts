import { harmless } from "../../common/harmless";
import { queryKey } from "./queryKeys";
import { keptResult, resultText, runTests, type SaidResult } from "../../dataTests/runTest";
import { expectationsOf, type TestResult } from "../../model/expectation";
import { viewMetadata } from "../../definition/metadata";
import { openDefinition } from "../../definition/open";
import type { DefinitionPart } from "../../definition/parts";
import type { Understanding } from "../../definition/understand";
import type { Definition } from "../../fabric/types";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import { parseDuration } from "../../common/durations";
import { fromAnswer } from "./definition";
import { expectations } from "./dataTests";

/** The service gives a query no more than this. */
const LONGEST_QUERY_MS = 90_000;
/** What starting and streaming may take beside the query itself. */
const OVERHEAD_MS = 60_000;

/** A test found what must not go live. */
export class DataTestError extends Error {
  constructor(
    message: string,
    readonly results: TestResult[],
  ) {
    super(message);
  }
}

/**
 * Evaluates the definition that is to be written, on the live item's connections, one query after another. Throws
 * `DataTestError` where one is not as expected, after all were tried. `stored` is what the new M is compared with.
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
  const live = stored && openDefinition(fromAnswer(stored))?.mashup;
  const wanted = expectations(news);
  const all: SaidResult[] = [];
  for (const query of queries) {
    const expected = expectationsOf(wanted[query] ?? {});
    const limits = expected.map(({ timeout = "" }) => parseDuration(timeout) ?? LONGEST_QUERY_MS);
    const limit = Math.min(Math.max(...limits), LONGEST_QUERY_MS);
    context.progress(`testing ${harmless(query)}`);
    const said = await runTests(
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
    for (const result of said) {
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
 * A comparison needs the live M on its connections and the new one on the same: where these change, it is refused before anything is written.
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
  const [live, mashup] = [stored && openDefinition(fromAnswer(stored))?.mashup, openDefinition(declared.parts)?.mashup];
  const hasToCompare = (query: string): boolean =>
    live === undefined ||
    comparisonsOf(query).some(
      (comparison) => !["new", "same"].includes(compareDocument(live, mashup ?? "", query, comparison).kind),
    );
  const refused = compared.filter(hasToCompare);
  if (refused.length === 0) return;
  const why =
    live === undefined
      ? "the stored definition could not be read, so there is nothing to compare with; leave compare out"
      : "the update changes connections as well, and a document runs on those that are stored, so the two forms cannot be compared; deploy the connections " +
        "by an update of their own first, or leave compare out of this one";
  throw new Error(
    `${refused.map((query) => `tests.${harmless(query)}.compare`).join(", ")}: ${why}. Nothing was written.`,
  );
}

/**
 * Whether the connections of the stored definition are those of the declared one. A custom document runs on the stored ones: others
 * cannot be tried before they are written.
 */
export function sameConnections(stored: Definition | undefined, parts: readonly DefinitionPart[]): boolean {
  if (!stored) return false;
  const [before, after] = [fromAnswer(stored), parts].map(connectionsOf);
  return before === after;
}

function connectionsOf(parts: readonly DefinitionPart[]): string {
  const opened = openDefinition(parts);
  const connections = opened ? viewMetadata(opened).connections : [];
  return JSON.stringify(
    connections.map(({ kind, path, connectionId }) => [kind.toLowerCase(), path, connectionId]).sort(),
  );
}
