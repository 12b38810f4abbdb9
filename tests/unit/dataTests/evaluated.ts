import { runTests, type NotedResult } from "../../../sdk/dataTests/runTest";
import type { Execute } from "../../../sdk/dataTests/document";
import type { Expectation } from "../../../sdk/model/expectation";
import { arrowBytes, type QueryTable } from "../../emulator/arrow";
import { evaluatedQuery, openDocument } from "../../emulator/m";
import { defaultSwitches } from "../../emulator/options";

/** The time at which documents are evaluated. */
export const NOW = "2026-06-01T12:00:00Z";

/** Evaluates documents by M's specification, with rows instead of queries. Records the documents. */
export function evaluating(given: Readonly<Record<string, QueryTable>> = {}): {
  execute: Execute;
  evaluatedQueries: string[];
} {
  const evaluatedQueries: string[] = [];
  const execute: Execute = async ({ queryName, customMashupDocument }) => {
    evaluatedQueries.push(queryName);
    const document = await openDocument(
      customMashupDocument,
      (name) => (Object.hasOwn(given, name) ? given[name] : undefined),
      () => Date.parse(NOW),
    );
    if (!document) throw new Error(`no section document: ${customMashupDocument}`);
    const bytes = arrowBytes(evaluatedQuery(document, queryName), defaultSwitches());
    return (async function* () {
      yield await Promise.resolve(bytes);
    })();
  };
  return { execute, evaluatedQueries };
}

/** The results of expectations of the query `Q`, with this M or these rows. */
export async function resultsOf(
  query: string | QueryTable,
  expectations: Expectation | Expectation[],
  others: Readonly<Record<string, string | QueryTable>> = {},
): Promise<{ results: NotedResult[]; evaluatedQueries: string[] }> {
  const all = Object.entries({ Q: query, ...others });
  const quoted = (name: string): string => `#"${name.replaceAll('"', '""')}"`;
  const mashup = [
    "section Section1;",
    ...all.map(
      ([name, given]) => `shared ${quoted(name)} = ${typeof given === "string" ? given : "Elsewhere.Rows()"};`,
    ),
  ].join("\n");
  const { execute, evaluatedQueries } = evaluating(
    Object.fromEntries(all.flatMap(([name, given]) => (typeof given === "string" ? [] : [[name, given]]))),
  );
  const list = Array.isArray(expectations) ? expectations : [expectations];
  return { results: await runTests(execute, mashup, "Q", list), evaluatedQueries };
}
