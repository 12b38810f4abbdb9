import { harmless } from "../common/harmless";
import type { RecordBatch } from "apache-arrow";
import { hasType, nameOfType } from "./columnTypes";
import type { Expectation } from "./expectations";
import { ownColumns, type RecordBatches } from "./recordBatches";

/** What was seen of a query's rows, and what of it is not as expected. */
export interface Outcome {
  /** Rows seen; the query may have more. */
  rows: number;
  failures: string[];
}

/** Judges rows as they come. Failures name columns and counts, never values: those may be secret. */
export async function evaluate({ schema, batches }: RecordBatches, expectation: Expectation): Promise<Outcome> {
  const columns = ownColumns(schema);
  const names = columns.map(({ name }) => name);
  const there = names.map(harmless).join(", ");
  const failures: string[] = [];
  for (const [name, wanted] of Object.entries(expectation.columns ?? {})) {
    const column = columns.find((field) => field.name === name);
    if (!column) failures.push(`column ${harmless(name)} is missing; there are ${there}`);
    else if (!hasType(String(column.type), wanted))
      failures.push(`column ${harmless(name)} is ${nameOfType(String(column.type))}, expected ${wanted}`);
  }
  const counters = [
    ...watched(expectation.notNull, names, "notNull", failures).map(nulls),
    ...watched(expectation.unique, names, "unique", failures).map(duplicates),
  ];
  let rows = 0;
  for await (const batch of batches) {
    for (const counter of counters) counter.see(batch, rows);
    rows += batch.numRows;
  }
  failures.push(...counters.flatMap((counter) => counter.failure() ?? []), ...rowFailures(rows, expectation));
  return { rows, failures };
}

interface Counter {
  see(batch: RecordBatch, before: number): void;
  failure(): string | undefined;
}

/** The columns to watch; one that is not there is a failure itself. */
function watched(columns: string[] | undefined, names: string[], key: string, failures: string[]): string[] {
  return (columns ?? []).filter((name) => {
    const there = names.includes(name);
    if (!there)
      failures.push(`column ${harmless(name)} of ${key} is missing; there are ${names.map(harmless).join(", ")}`);
    return there;
  });
}

function nulls(name: string): Counter {
  let count = 0;
  let first: number | undefined;
  return {
    see(batch, before) {
      const column = batch.getChild(name);
      if (!column || column.nullCount === 0) return;
      count += column.nullCount;
      for (let i = 0; first === undefined && i < column.length; i++) if (column.get(i) === null) first = before + i + 1;
    },
    failure: () =>
      count > 0 ? `column ${harmless(name)} has ${plural(count, "null")}, the first in row ${first}` : undefined,
  };
}

function duplicates(name: string): Counter {
  const seen = new Map<unknown, number>();
  let count = 0;
  let first: string | undefined;
  return {
    see(batch, before) {
      const column = batch.getChild(name);
      for (let i = 0; column && i < column.length; i++) {
        const value: unknown = column.get(i);
        if (value === null) continue;
        const key = typeof value === "object" ? String(value) : value;
        const at = seen.get(key);
        if (at === undefined) seen.set(key, before + i + 1);
        else if (++count === 1) first = `rows ${at} and ${before + i + 1}`;
      }
    },
    failure: () =>
      count > 0
        ? `column ${harmless(name)} has ${plural(count, "value")} that occurred before, the first in ${first}`
        : undefined,
  };
}

export const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

function rowFailures(rows: number, { minRows, maxRows }: Expectation): string[] {
  return [
    ...(minRows !== undefined && rows < minRows ? [`has ${plural(rows, "row")}, expected at least ${minRows}`] : []),
    ...(maxRows !== undefined && rows > maxRows ? [`has more than ${plural(maxRows, "row")}`] : []),
  ];
}
