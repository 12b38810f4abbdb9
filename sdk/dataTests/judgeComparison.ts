import { harmless } from "../common/harmless";
import { listed } from "../common/nearest";
import { plural } from "../common/text";
import { allowedRows, type Comparison, type ComparisonResult } from "../model/comparison";
import type { CountLine } from "./countLines";

/** Judges the counts of a comparison. Failures name columns and counts, but never values. */
export function judgeComparison(
  lines: readonly CountLine[],
  comparison: Comparison,
): { result: ComparisonResult | undefined; failures: string[] } {
  const of = (what: string): CountLine[] => lines.filter((line) => line.what === what);
  const columnsOf = (what: string): string[] => of(what).flatMap(({ column }) => column ?? []);
  const count = (what: string): number => of(what).reduce((sum, { number }) => sum + number, 0);
  const unusable = [
    ...(count("no table before") > 0 ? ["the live query does not return a table"] : []),
    ...(count("no table after") > 0 ? ["the new query does not return a table"] : []),
    ...named(columnsOf("key missing"), (names, are) => `${names} of the key ${are} not on both sides`),
    ...sides(of, "key errors", (rows) => `${rows} ${isAre(rows, "holds", "hold")} an error in the key`),
    ...sides(
      of,
      "repeated",
      (rows) =>
        `key is not unique: ${rows} ${isAre(rows, "repeats", "repeat")} the ${listed(comparison.key)} of another`,
    ),
  ];
  if (of("rows before").length + unusable.length === 0) return { result: undefined, failures: ["returned no counts"] };
  if (unusable.length > 0) return { result: undefined, failures: unusable };
  const [columnsRemoved, columnsAdded, columnsRetyped] = [
    columnsOf("columns removed"),
    columnsOf("columns added"),
    columnsOf("columns retyped"),
  ];
  const result: ComparisonResult = {
    rowsBefore: count("rows before"),
    rowsAfter: count("rows after"),
    removed: count("removed"),
    added: count("added"),
    changed: count("changed"),
    changedCells: Object.fromEntries(of("changed cells").map(({ column = "", number }) => [column, number])),
    ...(columnsRemoved.length > 0 && { columnsRemoved }),
    ...(columnsAdded.length > 0 && { columnsAdded }),
    ...(columnsRetyped.length > 0 && { columnsRetyped }),
  };
  const failures = [
    ...named(columnsOf("ignored missing"), (names, are) => `${names} of ignore ${are} on neither side`),
    ...(comparison.columns === "same" ? columnFailures(result) : []),
    ...bounded("gone", result.removed, "maxRemoved", comparison, result),
    ...bounded("new", result.added, "maxAdded", comparison, result),
    ...bounded("changed", result.changed, "maxChanged", comparison, result),
  ];
  return { result, failures };
}

const isAre = (rows: string, one: string, more: string): string => (rows.startsWith("1 ") ? one : more);

const named = (columns: readonly string[], say: (names: string, are: string) => string): string[] =>
  columns.length === 0
    ? []
    : [say(`column${columns.length > 1 ? "s" : ""} ${listed(columns)}`, columns.length > 1 ? "are" : "is")];

function sides(of: (what: string) => CountLine[], what: string, say: (rows: string) => string): string[] {
  return (["before", "after"] as const).flatMap((side) => {
    const number = of(`${what} ${side}`).reduce((sum, line) => sum + line.number, 0);
    return number === 0 ? [] : [say(`${plural(number, "row")} of the ${side === "before" ? "live" : "new"} data`)];
  });
}

const columnFailures = ({
  columnsRemoved = [],
  columnsAdded = [],
  columnsRetyped = [],
}: ComparisonResult): string[] => [
  ...named(columnsRemoved, (names, are) => `${names} ${are} gone`),
  ...named(columnsAdded, (names, are) => `${names} ${are} new`),
  ...named(columnsRetyped, (names, are) => `${names} ${are} of another type`),
];

function bounded(
  how: string,
  found: number,
  bound: "maxRemoved" | "maxAdded" | "maxChanged",
  comparison: Comparison,
  { rowsBefore, changedCells }: ComparisonResult,
): string[] {
  const most = comparison[bound];
  if (most === undefined || found <= allowedRows(most, rowsBefore)) return [];
  const share = typeof most === "string" ? ` of ${plural(rowsBefore, "row")}` : "";
  const what = bound === "maxChanged" ? plural(found, "row") : plural(found, "key");
  const cells = bound === "maxChanged" ? cellsText(changedCells) : "";
  return [`${what} ${found === 1 ? "is" : "are"} ${how}${cells}, and ${bound} is ${most}${share}`];
}

/** The most columns in a line, so that it stays readable. */
const MAX_COLUMNS = 8;

function cellsText(cells: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(cells).sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, MAX_COLUMNS).map(([name, number]) => `${harmless(name)} ${number}`);
  const more = sorted.length > MAX_COLUMNS ? `, and ${sorted.length - MAX_COLUMNS} columns more` : "";
  return shown.length === 0 ? "" : ` (${shown.join(", ")}${more})`;
}

/** Returns one line for people: `12 to 14 rows: 0 removed, 2 added, 1 changed (Amount 1)`. */
export function comparisonText(result: ComparisonResult): string {
  const { rowsBefore, rowsAfter, removed, added, changed, changedCells } = result;
  const columns = columnFailures(result);
  return `${rowsBefore} to ${plural(rowsAfter, "row")}: ${removed} removed, ${added} added, ${changed} changed${cellsText(changedCells)}${columns.length === 0 ? "" : `; ${columns.join(", ")}`}`;
}
