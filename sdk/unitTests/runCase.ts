import { harmless, harmlessProse } from "../common/harmless";
import { monotonicMs } from "../common/clock";
import { evaluationAdvice } from "../dataTests/evaluationErrors";
import { EvaluationError } from "../dataTests/recordBatches";
import type { Execute } from "../dataTests/runTest";
import type { Case } from "./caseFile";
import type { UnitDocument } from "./document";
import { judge } from "./judge";
import { readResult } from "./resultRows";

/** What a unit test came to. */
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
  /** What is not as expected, or the service's own words; absent if it passed. */
  failures?: string[];
  /** Rows that are expected and not there. */
  missing?: string[];
  /** Rows that are there and not expected. */
  unexpected?: string[];
}

/** Whether an error says that this document cannot be evaluated, and nothing about the next one. */
export type IsOfDocument = (error: unknown) => error is Error;

/** Evaluates a case on the service and judges it. Throws only if no response came. */
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
