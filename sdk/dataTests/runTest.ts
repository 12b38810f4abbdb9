import { monotonicMs } from "../common/clock";
import { tokenMask, type Mask } from "../common/mask";
import { harmless, harmlessProse } from "../common/harmless";
import { plural } from "../common/text";
import type { CountLine } from "./countLines";
import { judgeCounts, type Counted } from "./judgeCounts";
import type { Execute } from "./document";
import { evaluationAdvice, isEvaluationError } from "./evaluationErrors";
import type { TestResult } from "../model/expectation";
import { isCounted, type Expectation } from "./expectations";
import { readRecordBatches } from "./recordBatches";
import type { Compared } from "./runComparison";

export type { Execute };

/** A result with a note for people. */
export type NotedResult = TestResult & { note?: string; /** True if no rows were read. */ withoutRows?: true };

/**
 * Tests a query of a mashup that may not be written yet, and compares it with the live M if that is known. Returns one result for each expectation.
 * All expectations are one evaluation, and each comparison is another. A comparison may take all of the service's 90 seconds, and must not affect
 * the others. Throws only if no response came.
 */
export async function runTests(
  execute: Execute,
  mashup: string,
  query: string,
  expectations: readonly Expectation[],
  { mask = tokenMask, live }: { mask?: Mask; live?: string } = {},
): Promise<NotedResult[]> {
  const results: NotedResult[] = [];
  let counting: Promise<CountLine[]> | undefined;
  const count = (): Promise<CountLine[]> => (counting ??= counts(execute, mashup, query, expectations));
  for (const [index, expectation] of expectations.entries())
    results.push(
      await runTest(execute, { mashup, live }, query, expectation, mask, async () =>
        isCounted(expectation) ? judgeCounts(await count(), expectation, index) : undefined,
      ),
    );
  return results;
}

async function counts(
  execute: Execute,
  mashup: string,
  query: string,
  expectations: readonly Expectation[],
): Promise<CountLine[]> {
  const { countsDocument } = require("./countsDocument") as typeof import("./countsDocument");
  const { readCounts } = require("./countLines") as typeof import("./countLines");
  return readCounts(await readRecordBatches(await execute(countsDocument(mashup, query, expectations))));
}

async function runTest(
  execute: Execute,
  { mashup, live }: { mashup: string; live: string | undefined },
  query: string,
  expectation: Expectation,
  mask: Mask,
  count: () => Promise<Counted | undefined>,
): Promise<NotedResult> {
  const began = monotonicMs();
  const { name, severity } = expectation;
  const result = (rows: number, failures: string[], compared?: Compared): NotedResult => ({
    query,
    ...(name !== undefined && { name }),
    rows,
    durationMs: Math.round(monotonicMs() - began),
    outcome: failures.length === 0 ? "passed" : severity === "warn" ? "warned" : "failed",
    ...(failures.length > 0 && { failures }),
    ...(compared && compared.warnings.length > 0 && { warnings: compared.warnings }),
    ...(compared?.result && { compared: compared.result }),
    ...(compared?.note !== undefined && { note: compared.note }),
  });
  const failures: string[] = [];
  const tried = async <T>(request: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await request();
    } catch (error) {
      if (!isEvaluationError(error)) throw error;
      failures.push(notEvaluated(error.message, mask));
      return undefined;
    }
  };
  const counted = await tried(count);
  failures.push(...(counted?.failures ?? []), ...(counted?.errors ?? []).map((text) => notEvaluated(text, mask)));
  const compared = await tried(() => compare(execute, { live, mashup }, query, expectation));
  failures.push(...(compared?.failures ?? []));
  const rows = counted?.rows ?? compared?.result?.rowsAfter;
  return { ...result(rows ?? 0, failures, compared), ...(rows === undefined && { withoutRows: true }) };
}

function notEvaluated(message: string, mask: Mask): string {
  const advice = evaluationAdvice(message);
  return `could not be evaluated: ${harmlessProse(mask.text(message))}${advice === undefined ? "" : `\n${advice}`}`;
}

async function compare(
  execute: Execute,
  { live, mashup }: { live: string | undefined; mashup: string },
  query: string,
  { compare: comparison }: Expectation,
): Promise<Compared | undefined> {
  if (!comparison) return undefined;
  if (live === undefined) return { failures: [], warnings: [], note: "there is no other M to compare it with" };
  const { runComparison } = require("./runComparison") as typeof import("./runComparison");
  return runComparison(execute, { live, mashup }, query, comparison);
}

export const testName = ({ query, name }: { query: string; name?: string | undefined }): string =>
  `test of ${harmless(query)}${name === undefined ? "" : ` (${harmless(name)})`}`;

/** Returns one line for people. */
export function resultText({
  query,
  name,
  rows,
  durationMs,
  outcome,
  failures,
  note,
  withoutRows,
}: NotedResult): string {
  const test = testName({ query, name });
  const beside = note === undefined ? "" : `; ${note}`;
  const seen = withoutRows ? "" : plural(rows, "row");
  if (outcome === "passed") {
    const took = withoutRows && note !== undefined ? "" : ` in ${(durationMs / 1000).toFixed(1)} s`;
    return `${test} passed${seen === "" ? "" : `: ${seen}`}${took}${beside}`;
  }
  const how = outcome === "warned" ? "is not as expected" : "failed";
  const shown = [seen === "" ? "" : `${seen} seen`, note ?? ""].filter((part) => part !== "").join("; ");
  return `${test} ${how}: ${failures?.join("; ")}${shown === "" ? "" : ` (${shown})`}`;
}

/** Returns the part of a result that the state and machine-readable outputs keep. */
export const keptResult = ({ note: _, withoutRows: __, ...result }: NotedResult): TestResult => result;
