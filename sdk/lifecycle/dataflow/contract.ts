import { harmless } from "../../common/harmless";
import { didYouMean } from "../../common/nearest";
import { equal } from "../../common/objects";
import { error, type Problem } from "../../common/problem";
import type { Finding } from "../../contract/verdicts";
import type { WrittenTable } from "../../contract/writtenTables";
import type { Computed, Inputs } from "../../model/dataflow";
import { containsUnknown } from "../../model/unknown";
import type { Reporter } from "../context";
import { linesOf } from "./destinations";
import { leading } from "./leading";
import { nameOfKey } from "./queryKeys";
import { readersOf, rememberBroken } from "./tableReaders";

/** Limits the lines, so that a preview of many resources stays readable. */
const MAX_LINES = 8;

/**
 * Reports the effects of changed tables on their readers. It compares the declared tables with those in the state.
 * Breaking changes are warnings, or problems if the program asks for that. A state without tables is compared with
 * nothing.
 */
export async function checkContract(
  olds: Partial<Inputs>,
  news: Inputs & Partial<Computed>,
  report: Reporter,
): Promise<Problem[]> {
  const { destinations, onBreakingChange, allowBreaking: names = [] } = news;
  if (containsUnknown([destinations, names, onBreakingChange])) return [];
  const isSame = equal(olds.destinations, destinations);
  const added = names.filter((name) => !(olds.allowBreaking ?? []).includes(name));
  if (isSame && (added.length === 0 || destinations === undefined)) return [];
  const { allowBreaking } = require("../../contract/allow") as typeof import("../../contract/allow");
  const { compareTables } = require("../../contract/verdicts") as typeof import("../../contract/verdicts");
  const [before, after] = [tablesOf(olds.destinations), tablesOf(destinations)];
  const findings = isSame ? [] : compareTables(before, after);
  const { allowed, left, unmatched } = allowBreaking(findings, names, [...before, ...after]);
  const others = (wanted: Finding["verdict"]) => findings.filter(({ verdict }) => verdict === wanted);
  const say = (some: readonly Finding[], what: string, to: (message: string) => void): void => {
    if (some.length > 0) to(`${leading(news)}${what}: ${shown(some)}`);
  };
  say(allowed, "breaking for its readers, and allowed", report.info);
  say(others("warning"), "tables that others may read", report.warn);
  say(others("note"), "tables that others may read", report.info);
  const isError = onBreakingChange === "error";
  const problems: Problem[] = [];
  for (const finding of left) {
    const message = `${textOf(finding)}${readBy(await readersOf(finding.table, news))}`;
    rememberBroken(finding.table, textOf(finding), news);
    const meant = `if this is intended, set allowBreaking: ["${harmless(nameOf(finding))}"]`;
    if (isError) problems.push(error("definition", `breaks what others read: ${message}; ${meant}`));
    else report.warn(`${leading(news)}breaking for its readers: ${message}; ${meant}`);
  }
  // A name that was accepted before stays allowed: its change may be made in this stack and not yet in others.
  const wrong = unmatched.filter((name) => left.length > 0 || added.includes(name));
  const known = [...new Set([...before, ...after].map(({ query }) => query))];
  return [
    ...problems,
    ...wrong.map((name) =>
      error(
        `allowBreaking[${names.indexOf(name)}]`,
        `"${name}" is not a written query, nor one of its tables or columns; ${didYouMean(name, known)}`,
      ),
    ),
  ];
}

const textOf = (finding: Finding): string => {
  const { findingText } = require("../../contract/findingText") as typeof import("../../contract/findingText");
  return findingText(finding);
};

const nameOf = ({ query, column }: Finding): string => (column === undefined ? query : `${query}.${column}`);

function shown(findings: readonly Finding[]): string {
  const texts = findings.slice(0, MAX_LINES).map(textOf);
  const more = findings.length - texts.length;
  return [...texts, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

const readBy = (readers: readonly string[]): string => (readers.length === 0 ? "" : `; read by ${readers.join(", ")}`);

/** Returns the tables of a state or a check. A text of an unknown form, which a later package may write, is left out. */
function tablesOf(destinations: Inputs["destinations"]): WrittenTable[] {
  const { parseDestinationText } =
    require("../../contract/destinationText") as typeof import("../../contract/destinationText");
  return Object.entries(destinations ?? {}).flatMap(([key, text]) =>
    linesOf(text).flatMap((line) => parseDestinationText(line, nameOfKey(key)) ?? []),
  );
}
