import { harmless, harmlessJson } from "../common/harmless";
import { comparisonText } from "../dataTests/judgeComparison";
import type { ComparisonResult } from "../model/comparison";
import { codeSpan } from "../review/format/markdownText";
import type { Output } from "./command";
import type { DataDifference } from "./diffData";
import { cellText, jsonValue } from "./queryText";
import { hanging, table } from "./table";

export function showData(difference: DataDifference, format: "text" | "markdown", { out, columns }: Output): void {
  if (format === "markdown") return out(asMarkdown(difference));
  const { query, key, keys, compared } = difference;
  const { result, failures, note } = compared;
  hanging(`rows of ${harmless(query)}: ${result ? comparisonText(result) : (note ?? "not compared")}`, columns).forEach(
    out,
  );
  for (const failure of failures) hanging(`  ${failure}`, columns).forEach(out);
  if (keys.length === 0) return;
  const heads = ["WHAT", ...key].map((name) => ({ name, shrinksTo: 8 }));
  const lines = keys.map(({ what, values }) => [what, ...values.map(cellText)]);
  for (const line of table(heads, lines, columns)) out(line);
}

/** Texts of the data and its definition are shown as code, so that none is read as Markdown. */
const cell = (text: string): string => codeSpan(text).replaceAll("|", "\\|");
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const grid = (heads: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : ["", line(heads), `|${"---|".repeat(heads.length)}`, ...rows.map(line)];

const asMarkdown = ({ query, key, keys, compared: { result, failures, note } }: DataDifference): string =>
  [
    `### Rows of ${cell(query)}`,
    ...(result ? resultLines(result) : ["", note ?? "not compared"]),
    ...(failures.length > 0 ? ["", ...failures.map((failure) => `- ${cell(failure)}`)] : []),
    ...grid(
      ["what", ...key.map(cell)],
      keys.map(({ what, values }) => [cell(what), ...values.map((value) => cell(cellText(value)))]),
    ),
  ].join("\n");

const resultLines = (result: ComparisonResult): string[] => [
  ...grid(
    ["", "live", "new"],
    [
      ["rows", String(result.rowsBefore), String(result.rowsAfter)],
      ["keys only on this side", String(result.removed), String(result.added)],
    ],
  ),
  "",
  `Rows of the same key that differ: ${result.changed}.`,
  ...grid(
    ["column", "rows that differ"],
    Object.entries(result.changedCells).map(([name, number]) => [cell(name), String(number)]),
  ),
  ...columnLine("are gone", result.columnsRemoved),
  ...columnLine("are new", result.columnsAdded),
  ...columnLine("have another type", result.columnsRetyped),
];

const columnLine = (how: string, names: readonly string[] | undefined): string[] =>
  names === undefined ? [] : ["", `Columns that ${how}: ${names.map(cell).join(", ")}.`];

export const dataJson = ({ query, key, keys, compared: { result, failures, note } }: DataDifference): object =>
  JSON.parse(
    harmlessJson({
      query,
      key,
      ...(result && { compared: result }),
      ...(failures.length > 0 && { failures }),
      ...(note !== undefined && { note }),
      ...(keys.length > 0 && {
        keys: keys.map(({ what, values }) => ({
          what,
          key: Object.fromEntries(values.map((value, at) => [key[at], jsonValue(value)])),
        })),
      }),
    }),
  ) as object;
