import type { Comparison, ComparisonResult } from "../model/comparison";
import { compareDocument } from "./compareDocument";
import { readCounts } from "./countLines";
import { timedOut } from "./evaluationErrors";
import { comparisonText, judgeComparison } from "./judgeComparison";
import { readRecordBatches } from "./recordBatches";
import type { Execute } from "./document";

/** The M of both sides. */
export interface Sides {
  /** The M that the service has. */
  live: string;
  /** The M that will be written. */
  mashup: string;
}

/** The outcome of a comparison. */
export interface Compared {
  result?: ComparisonResult;
  failures: string[];
  warnings: string[];
  /** A note for people. */
  note?: string;
}

const nothing: Compared = { failures: [], warnings: [] };

/** Compares the rows that a query gives now with those that it will give. Throws if the service cannot evaluate it or does not respond. */
export async function runComparison(
  execute: Execute,
  { live, mashup }: Sides,
  query: string,
  comparison: Comparison,
): Promise<Compared> {
  const made = compareDocument(live, mashup, query, comparison);
  if (made.kind === "new") return { ...nothing, note: "the query is new, so there is nothing to compare it with" };
  if (made.kind === "same") return { ...nothing, note: "its M means the same, so nothing was compared" };
  if (made.kind === "refused") return { ...nothing, failures: [`cannot be compared: ${made.reason}`] };
  try {
    const { result, failures } = judgeComparison(
      await readCounts(await readRecordBatches(await execute(made.document))),
      comparison,
    );
    return { ...nothing, failures, ...(result && { result, note: `compared ${comparisonText(result)}` }) };
  } catch (error) {
    if (!timedOut(error)) throw error;
    const message =
      "not comparable in 90 s, which is Fabric's own limit; narrow it with `where`, or compare a query before the expensive step";
    return comparison.onTimeout === "warn" ? { ...nothing, warnings: [message] } : { ...nothing, failures: [message] };
  }
}
