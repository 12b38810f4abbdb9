import { harmless } from "../common/harmless";
import { listed } from "../common/nearest";
import { plural } from "../common/text";
import { columnTypeName, isOfType } from "./columnTypes";
import type { CountLine } from "./countLines";
import { countsOf, type Count } from "./counts";
import { countsErrors, countsRows, type Expectation } from "./expectations";

/** The result of the counts for one expectation. */
export interface Counted {
  /** Number of counted rows. The query may have more. Undefined if rows were not counted. */
  rows: number | undefined;
  /** The failures. They name columns and counts, but never values. */
  failures: string[];
  /** The service's messages about counts that it could not evaluate. */
  errors: string[];
}

/** Judges the counts for an expectation. A count without a line is a failure. */
export function judgeCounts(lines: readonly CountLine[], expectation: Expectation, index: number): Counted {
  const find = (what: string, column?: string): CountLine | undefined =>
    lines.find((line) => line.what === `${index} ${what}` && line.column === column);
  if (lines.some(({ what }) => what === "no table"))
    return { rows: undefined, failures: ["does not return a table"], errors: [] };
  const columns = lines.filter(({ what }) => what === "column");
  const wholes = [...(countsRows(expectation) ? ["rows"] : []), ...(countsErrors(expectation) ? ["noErrors"] : [])].map(
    (what) => ({ what, line: find(what), failed: find(`${what} failed`) }),
  );
  const rows = wholes.find(({ what }) => what === "rows")?.line?.number;
  const withErrors = wholes.find(({ what }) => what === "noErrors")?.line?.number ?? 0;
  const counts = countsOf(expectation).map((count) => judgeCount(count, find));
  const missing = new Set([
    ...Object.keys(expectation.columns ?? {}).filter((name) => !columns.some(({ column }) => column === name)),
    ...counts.flatMap((count) => count.missing ?? []),
  ]);
  const there = listed(columns.flatMap(({ column }) => column ?? []));
  const notCounted = wholes.some(({ line, failed }) => !line && !failed) || counts.some(({ isCounted }) => !isCounted);
  const failures = [
    ...(columns.length + lines.length === 0 || notCounted ? ["returned no counts"] : []),
    ...[...missing].map((name) => `column ${harmless(name)} is missing; there are ${there || "none"}`),
    ...columnTypes(columns, expectation),
    ...(rows === undefined ? [] : rowFailures(rows, expectation)),
    ...counts.flatMap(({ failures }) => failures),
    ...(withErrors > 0
      ? [`${plural(withErrors, "row")} ${withErrors === 1 ? "holds" : "hold"} an error in some cell`]
      : []),
  ];
  return {
    rows,
    failures: [...new Set(failures)],
    errors: errorsOf([...wholes.map(({ failed }) => failed), ...counts.map(({ failed }) => failed)]),
  };
}

interface Judged {
  failures: string[];
  isCounted: boolean;
  missing?: string;
  failed?: CountLine | undefined;
}

function judgeCount(
  { what, column, to, failure }: Count,
  find: (what: string, column?: string) => CountLine | undefined,
): Judged {
  const line = find(what, column);
  const failed = find(`${what} failed`, column) ?? (to && find(`${what} failed`, to.column));
  if (failed) return { failures: [], isCounted: true, failed };
  if (find(`${what} missing`, column)) return { failures: [], isCounted: true, missing: column };
  if (to && find(`${what} no table`, to.column))
    return { failures: [`${harmless(to.query)} does not return a table`], isCounted: true };
  if (to && find(`${what} not there`, to.column))
    return { failures: [`${harmless(to.query)} has no column ${harmless(to.column)}`], isCounted: true };
  const errors = find(`${what} errors`, column)?.number ?? 0;
  return {
    failures: [
      ...(errors > 0 ? [`column ${harmless(column)} has ${plural(errors, "error")}`] : []),
      ...(line && line.number > 0 ? [failure(line.number)] : []),
    ],
    isCounted: line !== undefined,
  };
}

function columnTypes(columns: readonly CountLine[], { columns: wanted = {} }: Expectation): string[] {
  return Object.entries(wanted).flatMap(([name, type]) => {
    const found = columns.find(({ column }) => column === name);
    return !found || isOfType(found.text ?? "", type)
      ? []
      : [`column ${harmless(name)} is ${columnTypeName(found.text ?? "")}, expected ${type}`];
  });
}

function rowFailures(rows: number, { minRows, maxRows }: Expectation): string[] {
  return [
    ...(minRows !== undefined && rows < minRows ? [`has ${plural(rows, "row")}, expected at least ${minRows}`] : []),
    ...(maxRows !== undefined && rows > maxRows ? [`has more than ${plural(maxRows, "row")}`] : []),
  ];
}

/** Returns each message once, with the columns whose counts it stopped. */
function errorsOf(failed: readonly (CountLine | undefined)[]): string[] {
  const byText = new Map<string, string[]>();
  for (const line of failed)
    if (line)
      byText.set(line.text ?? "", [
        ...(byText.get(line.text ?? "") ?? []),
        ...(line.column === undefined ? [] : [line.column]),
      ]);
  const whole = new Set(failed.flatMap((line) => (line && line.column === undefined ? [line.text ?? ""] : [])));
  return [...byText].map(([text, columns]) =>
    whole.has(text) || columns.length === 0
      ? text
      : `column${columns.length === 1 ? "" : "s"} ${listed([...new Set(columns)])}: ${text}`,
  );
}
