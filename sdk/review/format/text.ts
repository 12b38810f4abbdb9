import type { ChangeDocument, DataflowChange, QueryChange } from "../document";
import { headline } from "./headline";
import { count, list, MAX_LISTED, moreText, own, say, type Phrase } from "./phrase";
import * as words from "./words";

export type Colour = "red" | "green" | "yellow" | "cyan" | "bold";

export interface TextOptions {
  /** Makes data harmless for the place where the lines are shown. */
  harmless(text: string): string;
  /** Colours a line. Default: no colours. */
  paint?(colour: Colour, line: string): string;
  /** True adds the line diffs of queries. Default false. */
  diffs?: boolean;
  /** Breaks a line that is too long for the terminal into several. M is not broken. Default: no line is broken. */
  broken?(line: string): string[];
}

/** Returns a document as lines for a terminal or a log. */
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

/** Writes the lines of one dataflow. */
export function dataflowLines(dataflow: DataflowChange, write: Writer, options: Pick<TextOptions, "diffs">): void {
  const { was, change, queries, affectedQueries, findings } = dataflow;
  const place = words.placeOf(dataflow);
  write.line(
    was === undefined ? say`${place}: ${own(WORDS[change])}` : say`${place} (was ${was}): ${own(WORDS[change])}`,
    "bold",
  );
  // An added or removed dataflow has nothing to compare with.
  const isWhole = change === "added" || change === "removed";
  write.each(dataflow.breaks, (found) =>
    write.line([`  ${found.verdict}: `, ...words.breakText(found)], VERDICTS[found.verdict]),
  );
  write.each(findings.introduced, (found) =>
    write.line([`  ${found.severity}: `, ...words.findingText(found)], SEVERITIES[found.severity]),
  );
  write.each(findings.accepted, (found) => write.line(say`  accepted (${found.reason}): ${words.findingText(found)}`));
  if (isWhole)
    write.line([
      "  queries: ",
      ...list(
        queries.map(({ name }) => name),
        12,
      ),
    ]);
  else write.each(queries, (query) => queryLines(query, write, options));
  if (affectedQueries.length > 0) write.line(["  affected: ", ...list(affectedQueries, 12)], "yellow");
  if (isWhole) return;
  write.each(dataflow.parameters, (each) => write.line(["  parameter ", ...words.parameterText(each)]));
  write.each(dataflow.connections, (each) => write.line(["  connection ", ...words.connectionText(each)]));
  write.each(dataflow.destinations, (each) => write.line(["  destination ", ...words.destinationText(each)]));
  write.each(dataflow.settings, (each) => write.line(["  setting ", ...words.settingText(each)]));
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
  write.each(query.settings, (setting) => write.line(["    ", ...words.settingText(setting)]), "    ");
  write.each(query.steps?.changes ?? [], (step) => write.line(["    ", ...words.stepText(step)]), "    ");
  if (query.steps?.resultChanged) write.line(own("    ~ returns the result of another step"));
  if (!diffs) return;
  if (query.hunksCut) write.line(own("    the M differs in too many lines to show"));
  for (const { beforeStart, afterStart, lines } of query.hunks) {
    write.line(own(`    @@ line ${beforeStart} -> ${afterStart} @@`), "cyan");
    for (const line of lines)
      write.whole(say`    ${line}`, line.startsWith("-") ? "red" : line.startsWith("+") ? "green" : undefined);
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

/** Collects lines and makes their data harmless. */
export class Writer {
  readonly lines: string[] = [];

  constructor(private readonly options: TextOptions) {}

  /** Writes the items of a list, up to {@link MAX_LISTED}. */
  each<T>(items: readonly T[], write: (item: T) => void, indent = "  "): void {
    items.slice(0, MAX_LISTED).forEach((item) => write(item));
    if (items.length > MAX_LISTED) this.line(own(`${indent}${moreText(items.length - MAX_LISTED)}`));
  }

  /** Writes a line of prose. */
  line(phrase: Phrase, colour?: Colour): void {
    const text = this.textOf(phrase);
    for (const line of this.options.broken?.(text) ?? [text]) this.push(line, colour);
  }

  /** Writes a line of M, whose spaces count. */
  whole(phrase: Phrase, colour?: Colour): void {
    this.push(this.textOf(phrase), colour);
  }

  private textOf(phrase: Phrase): string {
    return phrase.map((part) => (typeof part === "string" ? part : this.options.harmless(part.data))).join("");
  }

  private push(line: string, colour?: Colour): void {
    this.lines.push(colour && this.options.paint ? this.options.paint(colour, line) : line);
  }
}
