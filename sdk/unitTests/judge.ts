import { harmless } from "../common/harmless";
import { didYouMean } from "../common/nearest";
import type { Expected } from "./caseFile";
import type { Found, Result } from "./resultRows";
import { MAX_ROWS } from "./resultQuery";
import type { RowSet } from "./rowSet";
import { isColumnOf } from "./types";

/** A row as people see it: `{ Region: "North", Amount: 120 }`. */
export type ShownRow = string;

/** The differences from what is expected. */
export interface Verdict {
  failures: string[];
  /** Expected rows that are missing, and rows that are not expected. */
  missing: ShownRow[];
  unexpected: ShownRow[];
}

/** Compares a result with what a case expects. */
export function judge(result: Result, expected: Expected): Verdict {
  const verdict: Verdict = { failures: [], missing: [], unexpected: [] };
  const { failures } = verdict;
  if (result.isCut) failures.push(`has more than ${MAX_ROWS} rows; reduce the rows of the case`);
  failures.push(...columnFailures(result, expected));
  const { rowCount } = expected;
  if (rowCount !== undefined && result.rows.length !== rowCount)
    failures.push(`has ${counted(result.rows.length)}, expected ${rowCount}`);
  if (expected.rows) compareAll(result, expected.rows, expected.ordered === true, verdict);
  if (expected.contains) compareSome(result, expected.contains, verdict);
  return verdict;
}

const counted = (count: number): string => `${count} row${count === 1 ? "" : "s"}`;

function columnFailures({ columns }: Result, { columns: declared }: Expected): string[] {
  if (!declared) return [];
  const names = columns.map(({ name }) => name);
  const wanted = declared.columns.map(({ name }) => name);
  if (declared.isClosed)
    return JSON.stringify(names) === JSON.stringify(wanted)
      ? []
      : [`has the columns ${names.map(harmless).join(", ")}; expected ${wanted.map(harmless).join(", ")}`];
  const typeNames = new Map(columns.map(({ name, typeName }) => [name, typeName]));
  return declared.columns.flatMap(({ name, type }) => {
    const typeName = typeNames.get(name);
    if (typeName === undefined) return [`has no column ${harmless(name)}; ${didYouMean(name, names)}`];
    if (!type || isColumnOf(type, typeName)) return [];
    return [`column ${harmless(name)} is ${harmless(typeName)}, expected ${type.name}`];
  });
}

/** A row, with a cell for each compared column. */
type Row = readonly (Found | undefined)[];

/** The compared columns, which the expected rows name, in both sets of rows. */
interface Compared {
  names: string[];
  wanted: Row[];
  found: Row[];
}

/** Returns undefined if the result lacks a column, and names each. If no row names a column, all columns are shown. */
function compared({ columns, rows }: Result, expected: RowSet, failures: string[]): Compared | undefined {
  const there = columns.map(({ name }) => name);
  const places = new Map(there.map((name, index) => [name, index]));
  if (expected.rows.length === 0) return { names: there, wanted: [], found: [...rows] };
  const used = expected.columns
    .map(({ name }, index) => ({ name, index }))
    .filter(({ index }) => expected.rows.some((cells) => cells[index] !== undefined));
  const missing = used.filter(({ name }) => !places.has(name));
  for (const { name } of missing) {
    const failure = `has no column ${harmless(name)}; ${didYouMean(name, there)}`;
    if (!failures.includes(failure)) failures.push(failure);
  }
  if (missing.length > 0) return undefined;
  return {
    names: used.map(({ name }) => name),
    wanted: expected.rows.map((cells) => used.map(({ index }) => cells[index])),
    found: rows.map((cells) => used.map(({ name }) => cells[places.get(name)!])),
  };
}

const keyOf = (cell: Found | undefined): string =>
  cell === undefined || cell.kind === "null" || cell.kind === "error"
    ? (cell?.kind ?? "null")
    : `${cell.kind}:${"key" in cell ? cell.key : cell.shown}`;

const rowKey = (cells: Row): string => JSON.stringify(cells.map(keyOf));

function compareAll(result: Result, rows: RowSet, isOrdered: boolean, verdict: Verdict): void {
  const both = compared(result, rows, verdict.failures);
  if (!both) return;
  const { names, wanted, found } = both;
  const [foundKeys, wantedKeys] = [found.map(rowKey), wanted.map(rowKey)];
  const left = countsOf(wantedKeys);
  const unexpected = found.filter((_, index) => !take(left, foundKeys[index]!));
  const missing = wanted.filter((_, index) => take(left, wantedKeys[index]!));
  if (missing.length + unexpected.length > 0) {
    verdict.failures.push(differenceText(missing, unexpected, names));
    verdict.missing.push(...missing.map((cells) => rowText(withNulls(cells), names)));
    verdict.unexpected.push(...unexpected.map((cells) => rowText(cells, names)));
    return;
  }
  const at = isOrdered ? foundKeys.findIndex((key, index) => key !== wantedKeys[index]) : -1;
  if (at >= 0)
    verdict.failures.push(
      `has the rows in another order: row ${at + 1} is ${rowText(found[at]!, names)}, expected ${rowText(withNulls(wanted[at]!), names)}`,
    );
}

/** A column that a row does not name is null. */
const withNulls = (cells: Row): Row => cells.map((cell) => cell ?? { kind: "null" });

/** Describes the difference. For a single row against a single row it names the columns that differ. */
function differenceText(missing: readonly Row[], unexpected: readonly Row[], names: readonly string[]): string {
  const [wanted, found] = [missing[0], unexpected[0]];
  if (wanted && found && missing.length === 1 && unexpected.length === 1) {
    const differing = names.filter((_, index) => keyOf(wanted[index]) !== keyOf(found[index]));
    return `one row differs in ${differing.map(harmless).join(", ")}`;
  }
  return [
    ...(missing.length > 0 ? [`lacks ${counted(missing.length)}`] : []),
    ...(unexpected.length > 0
      ? [`has ${counted(unexpected.length)} that ${unexpected.length === 1 ? "is" : "are"} not expected`]
      : []),
  ].join(", and ");
}

/** Each expected row must be found once, by the columns that it names. Two equal rows must be found twice. */
function compareSome(result: Result, rows: RowSet, verdict: Verdict): void {
  const both = compared(result, rows, verdict.failures);
  if (!both) return;
  /** For each set of named columns, the rows of the result with only these columns, and their counts. */
  const views = new Map<string, Map<string, number>>();
  const missing = both.wanted.filter((cells) => {
    const named = cells.flatMap((cell, index) => (cell === undefined ? [] : [index]));
    const view = named.join(" ");
    const pick = (row: Row): string => rowKey(named.map((index) => row[index]));
    const counts = views.get(view) ?? countsOf(both.found.map(pick));
    views.set(view, counts);
    return !take(counts, pick(cells));
  });
  if (missing.length === 0) return;
  verdict.failures.push(`does not contain ${counted(missing.length)}`);
  verdict.missing.push(...missing.map((cells) => rowText(cells, both.names)));
}

function countsOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Takes one if there is one left. Returns true if there was. */
function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count > 0) counts.set(key, count - 1);
  return count > 0;
}

const rowText = (cells: Row, names: readonly string[]): ShownRow =>
  `{ ${cells.flatMap((cell, index) => (cell === undefined ? [] : [`${harmless(names[index]!)}: ${cellText(cell)}`])).join(", ")} }`;

function cellText(cell: Found): string {
  if (cell.kind === "null") return "null";
  if (cell.kind === "error")
    return cell.message === undefined ? "!error" : `!error ${harmless(JSON.stringify(cell.message))}`;
  return harmless(cell.shown);
}
