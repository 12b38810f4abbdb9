import type { ChangeDocument, DataflowChange, QueryChange } from "../document";
import { headline } from "./headline";
import { codeBlock, html, markdown } from "./markdownText";
import { asMermaid } from "./mermaid";
import { count, list, MAX_LISTED, moreText, own, say, type Phrase } from "./phrase";
import * as words from "./words";

/** A pipeline finds its earlier comment by this line. */
export const MARKER = "<!-- pulumi-fabric-dataflow review -->";

/** The most characters of a comment: GitHub takes 65,536, Azure DevOps 150,000. */
export const MARKDOWN_LIMIT = 60_000;
const MAX_FINDINGS = 10;
const LONGEST_DIFF = 200;

/** How much of a dataflow to show. */
interface Extent {
  diffs: boolean;
  /** The most changes of one kind. */
  most: number;
}

/** The extents to try, until one fits. */
const EXTENTS: readonly Extent[] = [
  { diffs: true, most: MAX_LISTED },
  { diffs: false, most: MAX_LISTED },
  { diffs: false, most: 10 },
];

/** Returns a document as Markdown for a comment: a summary of three lines, what a reviewer must see, and the folded details. */
export function asMarkdown(document: ChangeDocument, limit = MARKDOWN_LIMIT): string {
  const { title, lines } = headline(document);
  const { base, head } = document;
  const top = [
    MARKER,
    `### ${title}`,
    "",
    ...lines.map((line) => `- ${markdown(line)}`),
    ...section("", alarms(document.dataflows)),
  ];
  const end = ["", markdown(say`Compared ${base.label} with ${head.label}.`), ""];
  const text = [...top];
  const cut = (left: number) => [
    "",
    `The details of ${count(left, "more dataflow")} are left out, because the text would be too long. \`--format json\` has them all.`,
  ];
  const room = () => limit - lengthOf([...text, ...end, ...cut(9_999)]);
  let left = 0;
  for (const dataflow of document.dataflows) {
    const block = fitting(dataflow, room());
    if (block) text.push(...block);
    else left++;
  }
  const after = [...affected(document), ...refresh(document)];
  if (lengthOf(after) <= room()) text.push(...after);
  if (left > 0) text.push(...cut(left));
  return [...text, ...end].join("\n");
}

function fitting(dataflow: DataflowChange, room: number): string[] | undefined {
  for (const extent of EXTENTS) {
    const block = details(dataflow, extent);
    if (lengthOf(block) <= room) return block;
  }
  return undefined;
}

const lengthOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);

const item = (phrase: Phrase, depth = 0): string => `${"  ".repeat(depth)}- ${markdown(phrase)}`;

/** Returns the lines that must not be folded. */
function alarms(dataflows: readonly DataflowChange[]): string[] {
  const found = dataflows.flatMap(({ breaks, findings }) => [
    ...breaks
      .filter(({ verdict }) => verdict !== "note")
      .map((each): Phrase => [
        `**${each.verdict === "breaking" ? "Breaking" : "Warning"}:** `,
        ...words.breakText(each),
      ]),
    ...findings.introduced
      .filter(({ severity }) => severity !== "advice")
      .map((each): Phrase => [`**${each.severity === "error" ? "Error" : "Warning"}:** `, ...words.findingText(each)]),
  ]);
  return firstOf(found, MAX_FINDINGS, (each) => [item(each)]);
}

/** Returns the lines of the first items, and a line that counts the rest. */
function firstOf<T>(items: readonly T[], most: number, linesOf: (item: T) => readonly string[]): string[] {
  const lines = items.slice(0, most).flatMap(linesOf);
  return items.length > most ? [...lines, item(own(moreText(items.length - most)))] : lines;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", ...(title === "" ? [] : [`**${title}**`, ""]), ...lines];

const folded = (summary: Phrase, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", `<details><summary>${html(summary)}</summary>`, ...lines, "", "</details>"];

const WORDS = {
  added: "new",
  removed: "removed",
  changed: "changed",
  moved: "moved",
  reformatted: "reformatted only",
} as const;

function details(dataflow: DataflowChange, extent: Extent): string[] {
  const { was, change, queries, findings, breaks } = dataflow;
  const moved = was === undefined ? own("") : say` (was ${was})`;
  const isWhole = change === "added" || change === "removed";
  const items = <T>(list: readonly T[], phraseOf: (one: T) => Phrase) =>
    firstOf(list, extent.most, (one) => [item(phraseOf(one))]);
  const advice = findings.introduced.filter(({ severity }) => severity === "advice");
  return folded(say`${words.placeOf(dataflow)}${moved}: ${own(WORDS[change])}${own(tally(dataflow))}`, [
    ...(isWhole
      ? section("Queries", [
          item(
            list(
              queries.map(({ name }) => name),
              30,
            ),
          ),
        ])
      : firstOf(queries, extent.most, (query) => queryLines(query, extent))),
    ...section(
      "Around the M",
      isWhole
        ? []
        : [
            ...items(dataflow.parameters, (each) => ["parameter ", ...words.parameterText(each)]),
            ...items(dataflow.connections, (each) => ["connection ", ...words.connectionText(each)]),
            ...items(dataflow.destinations, (each) => ["destination ", ...words.destinationText(each)]),
            ...items(dataflow.settings, (each) => ["setting ", ...words.settingText(each)]),
          ],
    ),
    ...section(
      "Tables that others may read",
      items(
        breaks.filter(({ verdict }) => verdict === "note"),
        words.breakText,
      ),
    ),
    ...section("Advice", items(advice, words.findingText)),
    ...section(
      "Accepted",
      items(findings.accepted, (each) => say`${words.findingText(each)} (${each.reason})`),
    ),
    ...(isWhole || dataflow.lineage.edges.length === 0
      ? []
      : ["", "```mermaid", ...asMermaid(dataflow.lineage), "```"]),
    ...(extent.diffs || isWhole
      ? []
      : section("", ["The line diffs are left out, because the text would be too long."])),
  ]);
}

function tally({ queries, affectedQueries, change }: DataflowChange): string {
  if (change === "added" || change === "removed") return `, ${count(queries.length, "query", "queries")}`;
  const changed = queries.filter(({ kind }) => kind !== "reformatted" && kind !== "follows").length;
  const parts = [
    ...(changed > 0 ? [`${count(changed, "query", "queries")}`] : []),
    ...(affectedQueries.length > 0 ? [`${affectedQueries.length} affected`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

function queryLines(query: QueryChange, { diffs, most }: Extent): string[] {
  const { hunks, steps, settings } = query;
  const lines = hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
  const shown = diffs && lines > 0 && lines <= LONGEST_DIFF;
  const tooLong = query.hunksCut || (diffs && lines > LONGEST_DIFF);
  return [
    "",
    item(words.queryText(query)),
    ...firstOf(settings, most, (setting) => [item(words.settingText(setting), 1)]),
    ...firstOf(steps?.changes ?? [], most, (step) => [item(["step ", ...words.stepText(step)], 1)]),
    ...(steps?.resultChanged ? [item(own("returns the result of another step"), 1)] : []),
    ...(tooLong ? [item(own("the M differs in too many lines to show"), 1)] : []),
    ...(shown
      ? [
          "",
          ...codeBlock(
            hunks.flatMap((hunk) => [`@@ -${hunk.beforeStart} +${hunk.afterStart} @@`, ...hunk.lines]),
            "diff",
          ),
        ]
      : []),
  ];
}

function affected(document: ChangeDocument): string[] {
  return folded(
    own(`Affected: ${count(document.affected.length, "dataflow")} that did not change`),
    section(
      "",
      document.affected.map(({ path, because, queries }) => {
        const [first] = because;
        const reads = first ? say` reads ${first.query} of ${first.path}` : own("");
        return item(say`${path}${reads}; affected: ${list(queries, 12)}`);
      }),
    ),
  );
}

function refresh(document: ChangeDocument): string[] {
  return folded(
    own(`To refresh, in this order: ${count(document.refresh.length, "dataflow")}`),
    section(
      "",
      document.refresh.map((step) => item(say`stage ${step.stage}: ${words.placeOf(step)} (${own(step.because)})`)),
    ),
  );
}
