import { styleText } from "node:util";
import { harmless } from "../common/harmless";
import type { CaseResult } from "../unitTests/runCase";
import type { Output } from "./command";
import { beside } from "./table";

const WORDS = { passed: "green", failed: "red", error: "red" } as const;
const MAX_ROWS = 20;

/**
 * Returns a case's line, and its differences below: rows with `-` are expected and missing, rows with `+` are
 * unexpected.
 */
export function caseLines(result: CaseResult, { colours, columns }: Pick<Output, "colours" | "columns">): string[] {
  const { name, outcome, durationMs, failures = [], missing = [], unexpected = [] } = result;
  const paint = (colour: "green" | "red", text: string) =>
    colours ? styleText(colour, text, { validateStream: false }) : text;
  const time = durationMs > 0 ? ` (${(durationMs / 1000).toFixed(1)} s)` : "";
  return [
    `  ${paint(WORDS[outcome], outcome.padEnd(6))}  ${harmless(name)}${time}`,
    ...failures.flatMap((failure) => beside(" ".repeat(10), failure, columns)),
    ...cut(missing).map((row) => `        ${paint("red", `- ${row}`)}`),
    ...cut(unexpected).map((row) => `        ${paint("green", `+ ${row}`)}`),
  ];
}

const cut = (rows: readonly string[]): string[] =>
  rows.length > MAX_ROWS ? [...rows.slice(0, MAX_ROWS), `and ${rows.length - MAX_ROWS} more rows`] : [...rows];

/** `3 tests: 2 passed, 1 failed` */
export function countLine(results: readonly CaseResult[]): string {
  const of = (wanted: CaseResult["outcome"]) => results.filter(({ outcome }) => outcome === wanted).length;
  const counts = [
    `${of("passed")} passed`,
    ...(of("failed") > 0 ? [`${of("failed")} failed`] : []),
    ...(of("error") > 0 ? [`${of("error")} could not be evaluated`] : []),
  ];
  return `${results.length} test${results.length === 1 ? "" : "s"}: ${counts.join(", ")}`;
}
