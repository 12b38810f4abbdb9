import { monotonicMs } from "../common/clock";
import { tokenMask, type Mask } from "../common/mask";
import { harmless, harmlessProse } from "../common/harmless";
import { evaluate, plural } from "./evaluate";
import type { CountLine } from "./countLines";
import { judgeCounts } from "./judgeCounts";
import { rowsDocument, type Execute } from "./document";
import { evaluationAdvice } from "./evaluationErrors";
import type { TestResult } from "../model/expectation";
import { isCounted, type Expectation } from "./expectations";
import { EvaluationError, readRecordBatches } from "./recordBatches";
import type { Compared } from "./runComparison";

export type { Execute };

/** A result, and what is said of it beside. */
export type SaidResult = TestResult & { note?: string; /** No row was asked for. */ withoutRows?: true };

/**
 * Tries a query of a mashup that may not be written yet, and compares it with the live M where that is known: one result for each
 * expectation. What is counted for all of them is one evaluation. Throws only where no answer came.
 */
export async function runTests(
  execute: Execute,
  mashup: string,
  query: string,
  expectations: readonly Expectation[],
  { mask = tokenMask, live }: { mask?: Mask; live?: string } = {},
): Promise<SaidResult[]> {
  const results: SaidResult[] = [];
  let counting: Promise<CountLine[]> | undefined;
  const count = (): Promise<CountLine[]> => (counting ??= counts(execute, mashup, query, expectations));
  for (const [index, expectation] of expectations.entries())
    results.push(
      await runTest(execute, { mashup, live }, query, expectation, mask, async () =>
        isCounted(expectation) ? judgeCounts(await count(), expectation, index) : [],
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
  counted: () => Promise<string[]>,
): Promise<SaidResult> {
  const began = monotonicMs();
  const { name, severity } = expectation;
  const result = (rows: number, failures: string[], compared?: Compared): SaidResult => ({
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
  try {
    const seen = asksForRows(expectation)
      ? await evaluate(await readRecordBatches(await execute(rowsDocument(mashup, query, expectation))), expectation)
      : undefined;
    const failures = [...(seen?.failures ?? []), ...(await counted())];
    const compared = await compare(execute, { live, mashup }, query, expectation);
    const rows = seen?.rows ?? compared?.result?.rowsAfter;
    const all = [...failures, ...(compared?.failures ?? [])];
    return { ...result(rows ?? 0, all, compared), ...(rows === undefined && { withoutRows: true }) };
  } catch (error) {
    if (error instanceof EvaluationError) {
      const advice = evaluationAdvice(error.message);
      return result(0, [
        `could not be evaluated: ${harmlessProse(mask.text(error.message))}${advice === undefined ? "" : `\n${advice}`}`,
      ]);
    }
    throw error;
  }
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

/** Of a query of which nothing else is expected, too: it can be evaluated. */
function asksForRows(expectation: Expectation): boolean {
  const { minRows, maxRows, columns, notNull, unique, compare } = expectation;
  const byRows = [minRows, maxRows, columns, notNull, unique].some((each) => each !== undefined);
  return byRows || (compare === undefined && !isCounted(expectation));
}

export const testName = ({ query, name }: { query: string; name?: string | undefined }): string =>
  `test of ${harmless(query)}${name === undefined ? "" : ` (${harmless(name)})`}`;

/** One line for people. */
export function resultText({
  query,
  name,
  rows,
  durationMs,
  outcome,
  failures,
  note,
  withoutRows,
}: SaidResult): string {
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

/** What the state and machines keep of it. */
export const keptResult = ({ note: _, withoutRows: __, ...result }: SaidResult): TestResult => result;
