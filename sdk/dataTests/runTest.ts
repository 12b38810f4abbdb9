import { monotonicMs } from "../common/clock";
import { tokenMask, type Mask } from "../common/mask";
import { harmless, harmlessProse } from "../common/harmless";
import { evaluate, plural } from "./evaluate";
import { errorsDocument, rowsDocument, type TestDocument } from "./document";
import { evaluationAdvice } from "./evaluationErrors";
import type { TestResult } from "../model/expectation";
import type { Expectation } from "./expectations";
import { EvaluationError, readRecordBatches } from "./recordBatches";

/** Evaluates a document on the service and streams its rows. */
export type Execute = (document: TestDocument) => Promise<AsyncIterable<Uint8Array>>;

/** Tries a query of a mashup that may not be written yet. Throws only where no answer came. */
export async function runTest(
  execute: Execute,
  mashup: string,
  query: string,
  expectation: Expectation,
  mask: Mask = tokenMask,
): Promise<TestResult> {
  const began = monotonicMs();
  const result = (rows: number, failures: string[]): TestResult => ({
    query,
    rows,
    durationMs: Math.round(monotonicMs() - began),
    outcome: failures.length === 0 ? "passed" : "failed",
    ...(failures.length > 0 && { failures }),
  });
  try {
    const { rows, failures } = await evaluate(
      await readRecordBatches(await execute(rowsDocument(mashup, query, expectation))),
      expectation,
    );
    if (expectation.noErrors === true) failures.push(...(await cellErrors(execute, mashup, query, expectation)));
    return result(rows, failures);
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

async function cellErrors(
  execute: Execute,
  mashup: string,
  query: string,
  expectation: Expectation,
): Promise<string[]> {
  const { batches } = await readRecordBatches(await execute(errorsDocument(mashup, query, expectation)));
  let count = 0;
  for await (const batch of batches) count += Number(batch.getChild("errors")?.get(0) ?? 0);
  return count > 0 ? [`${count} row${count === 1 ? " holds" : "s hold"} an error in some cell`] : [];
}

/** One line for people. */
export const resultText = ({ query, rows, durationMs, outcome, failures }: TestResult): string =>
  outcome === "passed"
    ? `test of ${harmless(query)} passed: ${plural(rows, "row")} in ${(durationMs / 1000).toFixed(1)} s`
    : `test of ${harmless(query)} failed: ${failures?.join("; ")} (${plural(rows, "row")} seen)`;
