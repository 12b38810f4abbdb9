import type { ChangeDocument, DataflowChange, QueryChange } from "../document";
import { headline } from "./headline";
import { count, list, own, say, type Phrase } from "./phrase";
import * as words from "./words";

export type Colour = "red" | "green" | "yellow" | "cyan" | "bold";

export interface TextOptions {
  /** Makes data harmless for where the lines go. */
  harmless(text: string): string;
  /** Colours a line; default: none. */
  paint?(colour: Colour, line: string): string;
  /** With the line diffs of queries. */
  diffs?: boolean;
}

/** A document as lines for a terminal or a log. */
export function asText(document: ChangeDocument, options: TextOptions): string[] {
  const { title, lines } = headline(document);
  const { base, head } = document;
  const write = new Writer(options);
  write.line(say`- ${base.label}`);
  write.line(say`+ ${head.label}`);
  write.line(own(title), "bold");
  for (const line of lines) write.line(line);
  for (const dataflow of document.dataflows) {
    write.line(own(""));
    dataflowLines(dataflow, write, options);
  }
  affectedLines(document, write);
  refreshLines(document, write);
  return write.lines;
}

/** One dataflow, as lines. */
export function dataflowLines(dataflow: DataflowChange, write: Writer, options: Pick<TextOptions, "diffs">): void {
  const { was, change, queries, affectedQueries, findings } = dataflow;
  const place = words.placeOf(dataflow);
  write.line(
    was === undefined ? say`${place}: ${own(WORDS[change])}` : say`${place} (was ${was}): ${own(WORDS[change])}`,
    "bold",
  );
  // A whole dataflow has nothing to compare with.
  const isWhole = change === "added" || change === "removed";
  for (const found of dataflow.breaks)
    write.line([`  ${found.verdict}: `, ...words.breakText(found)], VERDICTS[found.verdict]);
  for (const found of findings.introduced)
    write.line([`  ${found.severity}: `, ...words.findingText(found)], SEVERITIES[found.severity]);
  for (const found of findings.accepted) write.line(say`  accepted (${found.reason}): ${words.findingText(found)}`);
  if (isWhole)
    write.line([
      "  queries: ",
      ...list(
        queries.map(({ name }) => name),
        12,
      ),
    ]);
  else for (const query of queries) queryLines(query, write, options);
  if (affectedQueries.length > 0) write.line(["  affected: ", ...list(affectedQueries, 12)], "yellow");
  if (isWhole) return;
  for (const each of dataflow.parameters) write.line(["  parameter ", ...words.parameterText(each)]);
  for (const each of dataflow.connections) write.line(["  connection ", ...words.connectionText(each)]);
  for (const each of dataflow.destinations) write.line(["  destination ", ...words.destinationText(each)]);
  for (const each of dataflow.settings) write.line(["  setting ", ...words.settingText(each)]);
}

const WORDS = {
  added: "new",
  removed: "removed",
  changed: "changed",
  moved: "moved",
  reformatted: "reformatted only",
} as const;
const VERDICTS = { breaking: "red", warning: "yellow", note: "cyan" } as const;
const SEVERITIES = { error: "red", warning: "yellow", advice: "cyan" } as const;

function queryLines(query: QueryChange, write: Writer, { diffs }: Pick<TextOptions, "diffs">): void {
  write.line(["  ", ...words.queryText(query)]);
  for (const setting of query.settings) write.line(["    ", ...words.settingText(setting)]);
  for (const step of query.steps?.changes ?? []) write.line(["    ", ...words.stepText(step)]);
  if (query.steps?.resultChanged) write.line(own("    ~ gives the result of another step"));
  if (!diffs) return;
  if (query.hunksCut) write.line(own("    the M differs in too many lines to show"));
  for (const { beforeStart, afterStart, lines } of query.hunks) {
    write.line(own(`    @@ line ${beforeStart} -> ${afterStart} @@`), "cyan");
    for (const line of lines)
      write.line(say`    ${line}`, line.startsWith("-") ? "red" : line.startsWith("+") ? "green" : undefined);
  }
}

function affectedLines({ affected }: ChangeDocument, write: Writer): void {
  for (const { path, because, queries } of affected) {
    write.line(own(""));
    const first = because[0];
    const through = first
      ? say` reads ${first.query} of ${first.path}${own(first.through === "table" ? " by its table" : "")}`
      : own("");
    write.line([...say`${path}: affected;`, ...through], "bold");
    write.line(["  affected: ", ...list(queries, 12)]);
  }
}

function refreshLines({ refresh }: ChangeDocument, write: Writer): void {
  if (refresh.length === 0) return;
  write.line(own(""));
  write.line(own(`To refresh, in this order (${count(refresh.at(-1)?.stage ?? 0, "stage")}):`), "bold");
  for (const step of refresh) write.line(say`  ${step.stage}. ${words.placeOf(step)} (${own(step.because)})`);
}

/** Collects lines, with their data made harmless. */
export class Writer {
  readonly lines: string[] = [];

  constructor(private readonly options: TextOptions) {}

  line(phrase: Phrase, colour?: Colour): void {
    const text = phrase.map((part) => (typeof part === "string" ? part : this.options.harmless(part.data))).join("");
    this.lines.push(colour && this.options.paint ? this.options.paint(colour, text) : text);
  }
}
