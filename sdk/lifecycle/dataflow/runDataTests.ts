import { harmless } from "../../common/harmless";
import { queryKey } from "./queryKeys";
import { resultText, runTest } from "../../dataTests/runTest";
import type { TestResult } from "../../model/expectation";
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
 * `DataTestError` where one is not as expected, after all were tried.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/query-execution/execute-query
 */
export async function runDataTests(
  context: Context,
  id: string,
  news: Inputs,
  declared: Understanding,
  queries: readonly string[],
): Promise<TestResult[]> {
  const mashup = openDefinition(declared.parts)?.mashup ?? "";
  const wanted = expectations(news);
  const results: TestResult[] = [];
  for (const query of queries) {
    const expectation = wanted[query] ?? {};
    const limit = Math.min(parseDuration(expectation.timeout ?? "") ?? LONGEST_QUERY_MS, LONGEST_QUERY_MS);
    context.progress(`testing ${harmless(query)}`);
    const result = await runTest(
      (document) =>
        context.runClient.dataflows.executeQuery(news.workspaceId, id, document, {
          timeoutMs: limit + OVERHEAD_MS,
          signal: context.signal,
          onProgress: ({ status }) => context.progress(`testing ${harmless(`${query}: ${status}`)}`),
        }),
      mashup,
      query,
      expectation,
      context.mask,
    );
    results.push({ ...result, query: queryKey(query) });
    context.info(resultText(result));
  }
  const failed = results.filter(({ outcome }) => outcome === "failed");
  if (failed.length > 0) throw new DataTestError(failed.map(resultText).join("\n"), results);
  return results;
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
