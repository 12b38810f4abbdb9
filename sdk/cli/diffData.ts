import { harmless } from "../common/harmless";
import { UsageError } from "../common/usageError";
import { compareDocument } from "../dataTests/compareDocument";
import { isEvaluationError } from "../dataTests/evaluationErrors";
import { ownColumns, readRecordBatches } from "../dataTests/recordBatches";
import { runComparison, type Compared } from "../dataTests/runComparison";
import type { Execute } from "../dataTests/runTest";
import { unreadableExpression } from "../definition/m/condition";
import type { Comparison } from "../model/comparison";
import { requireQueries } from "./mashupFile";
import { cellsOf, type Cell } from "./queryText";

export interface DataOptions {
  data?: string;
  key?: string[];
  ignore?: string[];
  where?: string;
  showKeys?: string;
}

/** Returns the comparison that the options ask for; undefined if they ask for none. */
export function comparisonOf({
  data,
  key,
  ignore,
  where,
  showKeys,
}: DataOptions): { query: string; comparison: Comparison; showKeys: number } | undefined {
  const beside = Object.entries({ "--key": key, "--ignore": ignore, "--where": where, "--show-keys": showKeys });
  if (data === undefined) {
    const [alone] = beside.find(([, value]) => value !== undefined) ?? [];
    if (alone !== undefined) throw new UsageError(`${alone} needs --data <query>.`);
    return undefined;
  }
  if (!key) throw new UsageError("--data needs --key: the columns whose values together identify a row.");
  const both = ignore?.find((name) => key.includes(name));
  if (both !== undefined) throw new UsageError(`--ignore names ${harmless(both)}, which is a column of the key.`);
  const wrong = where === undefined ? undefined : unreadableExpression(where);
  if (wrong !== undefined) throw new UsageError(`--where is not a condition in M: ${wrong}`);
  const most = Number(showKeys ?? "0");
  if (showKeys !== undefined && !(Number.isInteger(most) && most >= 1 && most <= MAX_KEYS))
    throw new UsageError(`--show-keys takes a whole number from 1 to ${MAX_KEYS}.`);
  const comparison = { key, ...(ignore && { ignore }), ...(where !== undefined && { where }) };
  return { query: data, comparison, showKeys: most };
}

const MAX_KEYS = 1000;

/** A key that differs: how it differs, and the values of the key's columns in their order. */
export interface ShownKey {
  what: string;
  values: Cell[];
}

/** How the rows of the two forms of a query differ. */
export interface DataDifference {
  query: string;
  key: string[];
  compared: Compared;
  keys: ShownKey[];
}

/** Compares the rows of the service's query with those of the files. */
export async function compareData(
  execute: Execute,
  sides: { live: string; mashup: string },
  { query, comparison, showKeys }: NonNullable<ReturnType<typeof comparisonOf>>,
  place: string,
): Promise<DataDifference> {
  requireQueries(sides.mashup, [query], place);
  try {
    const compared = await runComparison(execute, sides, query, comparison);
    const { result } = compared;
    const differs = result !== undefined && result.removed + result.added + result.changed > 0;
    const keys = differs && showKeys > 0 ? await firstKeys(execute, sides, query, comparison, showKeys) : [];
    return { query, key: comparison.key, compared, keys };
  } catch (error) {
    if (!isEvaluationError(error)) throw error;
    throw new Error(`the rows of ${harmless(query)} could not be compared: ${error.message}`, {
      cause: error,
    });
  }
}

async function firstKeys(
  execute: Execute,
  { live, mashup }: { live: string; mashup: string },
  query: string,
  comparison: Comparison,
  keys: number,
): Promise<ShownKey[]> {
  const made = compareDocument(live, mashup, query, comparison, { keys });
  if (made.kind !== "document") return [];
  const { schema, batches } = await readRecordBatches(await execute(made.document));
  const [what, ...columns] = ownColumns(schema);
  const shown: ShownKey[] = [];
  for await (const batch of batches)
    for (let row = 0; row < batch.numRows; row++)
      shown.push({
        what: String(batch.getChild(what?.name ?? "")?.get(row)),
        values: cellsOf(batch, columns, row),
      });
  return shown;
}

export const isDifferent = ({ compared: { result, failures } }: DataDifference): boolean =>
  failures.length > 0 ||
  (result !== undefined &&
    (result.removed + result.added + result.changed > 0 ||
      [result.columnsRemoved, result.columnsAdded, result.columnsRetyped].some((names) => names !== undefined)));
