import { writeFile } from "node:fs/promises";
import { styleText } from "node:util";
import { Option } from "commander";
import { harmless, harmlessJson } from "../common/harmless";
import { UsageError } from "../common/usageError";
import type { ChangeDocument } from "../review/document";
import { BadNews, type Command, type Output } from "./command";
import { hanging } from "./table";

interface Options {
  base?: string;
  head?: string;
  format: "text" | "markdown" | "json";
  json?: boolean;
  out?: string;
  failOn: "error" | "breaking" | "never";
  diffs: boolean;
}

/** `review`: shows what a change of definitions means, without the network. */
export const review: Command = (program, output) => {
  program
    .command("review")
    .summary("what a pull request changes: queries, steps, settings, and what depends on them; offline")
    .description(
      "Compares the dataflows of the working tree with those of the merge base of HEAD and a branch, by meaning. Shows queries, " +
        "steps, parameters, connections, destinations and settings that change; the problems that the change introduces; the other " +
        "dataflows of the repository that read from it; and what to refresh in which order. Reads from Git alone, and checks nothing out.",
    )
    .argument("[folders...]", "review only these folders")
    .option(
      "--base <rev>",
      "a revision, A..B (the tips of both), or a folder (./old, without Git); default: the target branch of the pipeline's pull request, or the remote's default branch",
    )
    .option("--head <rev>", "a revision or a folder; default: the working tree")
    .addOption(
      new Option("-f, --format <format>", "output format").choices(["text", "markdown", "json"]).default("text"),
    )
    .option("--json", "the same as --format json")
    .option("-o, --out <file>", "write to this file")
    .option("--no-diffs", "leave out the line diffs (format text)")
    .addOption(
      new Option(
        "--fail-on <what>",
        "end with 1 if the change introduces an error, or also if it breaks the tables that others read",
      )
        .choices(["error", "breaking", "never"])
        .default("error"),
    )
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow review
  $ pulumi-fabric-dataflow review --base v1.4..v1.5 --format markdown --out review.md
  $ pulumi-fabric-dataflow review ./new --base ./old
  $ pulumi-fabric-dataflow review --json | jq -r '.refresh[].path'`,
    )
    .action(async (folders: string[], options: Options) => {
      const { openTrees } =
        require("../review/repository/openTrees") as typeof import("../review/repository/openTrees");
      const { reviewTrees } =
        require("../review/repository/reviewTrees") as typeof import("../review/repository/reviewTrees");
      const { base, head } = options;
      const trees = await openTrees({ cwd: process.cwd(), folders, base, head, env: output.env });
      const document = await reviewTrees(trees.base, trees.head, trees.folders);
      await write(document, options, output);
      const { introduced, breaking } = document.summary;
      if (options.failOn === "never") return;
      if (introduced.errors > 0 || (options.failOn === "breaking" && breaking > 0)) throw new BadNews();
    });
};

async function write(document: ChangeDocument, options: Options, output: Output): Promise<void> {
  const text = formatted(document, options, output);
  if (options.out === undefined) for (const line of text) output.out(line);
  else
    await writeFile(options.out, `${text.join("\n")}\n`).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(
        `--out ${harmless(options.out ?? "")} cannot be written (${error.code ?? "unknown error"}).`,
      );
    });
}

function formatted(document: ChangeDocument, options: Options, output: Output): string[] {
  const format = options.json ? "json" : options.format;
  if (format === "json") return [harmlessJson(document, 2)];
  if (format === "markdown") {
    const { asMarkdown } = require("../review/format/markdown") as typeof import("../review/format/markdown");
    return [asMarkdown(document)];
  }
  const { asText } = require("../review/format/text") as typeof import("../review/format/text");
  const colours = output.colours && options.out === undefined;
  return asText(document, {
    harmless,
    diffs: options.diffs,
    ...(options.out === undefined && { broken: (line) => hanging(line, output.columns) }),
    ...(colours && { paint: (colour, line) => styleText(colour, line, { validateStream: false }) }),
  });
}
