import { harmless } from "../common/harmless";
import type { CountLine } from "./countLines";
import { plural } from "./evaluate";
import { relationshipsOf, type Expectation } from "./expectations";

/** What the counts of one expectation say that is not as expected. Names of columns and counts, never values. */
export function judgeCounts(lines: readonly CountLine[], expectation: Expectation, index: number): string[] {
  const own = lines.flatMap((line) => {
    const [, at, what = ""] = /^(\d+) (.*)$/.exec(line.what) ?? [];
    return Number(at) === index ? [{ ...line, what }] : [];
  });
  const missing = lines.filter(({ what }) => what === "missing").flatMap(({ column }) => column ?? []);
  return [
    ...[...new Set(missing)]
      .filter((column) => names(expectation).includes(column))
      .map((column) => `column ${harmless(column)} is missing`),
    ...own.flatMap((line) => textOf(line, expectation)),
  ];
}

/** Every column that the expectation counts by. */
const names = (expectation: Expectation): string[] => [
  ...Object.keys(expectation.accepted ?? {}),
  ...Object.keys(expectation.between ?? {}),
  ...relationshipsOf(expectation).flatMap(({ column, to }) => [column, to.column]),
  ...(expectation.freshness ? [expectation.freshness.column] : []),
];

function textOf({ what, column = "", number }: CountLine, expectation: Expectation): string[] {
  if (number === 0) return [];
  const of = `column ${harmless(column)}`;
  const values = plural(number, "value");
  if (what === "accepted") return [`${of} has ${values} that ${number === 1 ? "is" : "are"} not accepted`];
  if (what === "between") return [`${of} has ${values} outside of its bounds`];
  if (what === "noErrors") return [`${plural(number, "row")} ${number === 1 ? "holds" : "hold"} an error in some cell`];
  if (what === "freshness")
    return [
      number === 2
        ? `${of} has times without a zone: give freshness.zone`
        : `the newest ${harmless(column)} is older than ${expectation.freshness?.within}, or there is none`,
    ];
  const to = relationshipsOf(expectation)[Number(what.replace("relationship ", ""))]?.to;
  return to
    ? [`${of} has ${values} that ${number === 1 ? "occurs" : "occur"} in no ${harmless(`${to.query}.${to.column}`)}`]
    : [];
}
