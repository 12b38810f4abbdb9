import { harmless, harmlessProse } from "../common/harmless";
import { monotonicMs } from "../common/clock";
import { evaluationAdvice } from "../dataTests/evaluationErrors";
import { EvaluationError } from "../dataTests/recordBatches";
import type { Execute } from "../dataTests/runTest";
import type { Case } from "./caseFile";
import type { UnitDocument } from "./document";
import { judge } from "./judge";
import { readResult } from "./resultRows";

/** The result of a unit test. */
export interface CaseResult {
  name: string;
  /** File, line and column of the case. */
  at: string;
  query: string;
  /** `error`: the service did not evaluate it. */
  outcome: "passed" | "failed" | "error";
  durationMs: number;
  /** Rows of the result. */
  rows: number;
  /** What was not as expected, or the service's own message; absent if the test passed. */
  failures?: string[];
  /** Expected rows that are missing. */
  missing?: string[];
  /** Rows that are not expected. */
  unexpected?: string[];
}

/** True if an error is about this document, so that the next one may still be evaluated. */
export type IsOfDocument = (error: unknown) => error is Error;

/** Evaluates a case on the service and compares the result. Throws only if there is no response. */
export async function runCase(
  execute: Execute,
  unit: Case,
  document: UnitDocument,
  isOfDocument: IsOfDocument,
): Promise<CaseResult> {
  const began = monotonicMs();
  const result = (outcome: CaseResult["outcome"], rows: number, more: Partial<CaseResult> = {}): CaseResult => ({
    name: unit.name,
    at: unit.at,
    query: unit.query,
    outcome,
    durationMs: Math.round(monotonicMs() - began),
    rows,
    ...more,
  });
  try {
    const found = await readResult(await execute(document));
    const { failures, missing, unexpected } = judge(found, unit.expect);
    if (failures.length === 0) return result("passed", found.rows.length);
    return result("failed", found.rows.length, {
      failures,
      ...(missing.length > 0 && { missing }),
      ...(unexpected.length > 0 && { unexpected }),
    });
  } catch (error) {
    if (!(error instanceof EvaluationError) && !isOfDocument(error)) throw error;
    const advice = evaluationAdvice(error.message);
    return result("error", 0, {
      failures: [
        `${harmless(unit.query)} could not be evaluated: ${harmlessProse(error.message)}`,
        ...(advice === undefined ? [] : [advice]),
      ],
    });
  }
}
