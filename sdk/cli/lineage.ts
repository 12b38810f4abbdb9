import { harmless, harmlessJson } from "../common/harmless";
import { Option } from "commander";
import { lineageOf, unreadQueries, type Lineage } from "../definition/lineage";
import { Mashup } from "../definition/mashup";
import { problemText } from "../common/problem";
import { BadNews, type Command } from "./command";
import { localParts, opened, storedParts } from "./definitions";
import { withService, type ServiceOptions } from "./service";

interface Options extends Partial<ServiceOptions> {
  format: "text" | "json" | "mermaid";
}

/** `lineage`: shows what each query reads and where it is written. */
export const lineage: Command = (program, output) => {
  program
    .command("lineage")
    .summary("which query uses which, and what they read and write")
    .description(
      "Shows which query of a dataflow uses which, which source functions they call, and where they are written. " +
        "Reads a folder, or with --workspace a dataflow of the service by name or id.",
    )
    .argument("<dataflow>", "a folder in Fabric's Git format; with --workspace a name or id")
    .option("-w, --workspace <name or id>", "read the dataflow from this workspace of the service")
    .option("-s, --stack <name>", "use fabric-dataflow:... of this stack's configuration too (needs the Pulumi CLI)")
    .addOption(
      new Option("-f, --format <format>", "output format").choices(["text", "json", "mermaid"]).default("text"),
    )
    .option("--json", "the same as --format json")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow lineage ./Sales.Dataflow
  $ pulumi-fabric-dataflow lineage ./Sales.Dataflow --format mermaid > sales.mmd
  $ pulumi-fabric-dataflow lineage "Sales" --workspace Finance`,
    )
    .action(async (dataflow: string, options: Options) => {
      const { workspace } = options;
      const parts =
        workspace === undefined
          ? await localParts(dataflow)
          : await withService({ ...options, workspace }, output, async (service) =>
              storedParts(service, (await service.dataflow(dataflow)).id),
            );
      const found = opened(parts, dataflow);
      const mashup = new Mashup(found.mashup, found.mashupPlace);
      const queries = await lineageOf(mashup);
      if (options.json || options.format === "json") output.out(harmlessJson(queries, 2));
      else if (options.format === "mermaid") mermaid(queries).forEach(output.out);
      else if (mashup.queries.length === 0) output.out(`${harmless(dataflow)} declares no query.`);
      else lineageLines(queries).forEach(output.out);
      const unread = await unreadQueries(mashup);
      for (const problem of unread) output.err(harmless(problemText(problem)));
      if (unread.length > 0) throw new BadNews();
    });
};

/** Returns a paragraph for each query: what it uses and reads, and where it is written. */
export const lineageLines = (queries: Lineage): string[] =>
  queries.flatMap(({ name, uses, sources, writesTo, isFunction, isParameter }) => [
    `${harmless(name)}${isParameter ? " (parameter)" : isFunction ? " (function)" : ""}`,
    ...(uses.length > 0 ? [`  uses     ${uses.map(harmless).join(", ")}`] : []),
    ...(sources.length > 0 ? [`  reads    ${sources.map(harmless).join(", ")}`] : []),
    ...(writesTo.length > 0 ? [`  written  by ${writesTo.map(harmless).join(", ")}`] : []),
  ]);

/** Returns a flowchart with data from left to right. https://mermaid.js.org/syntax/flowchart.html */
export function mermaid(queries: Lineage): string[] {
  const sources = [...new Set(queries.flatMap((query) => query.sources))];
  const idOf = (prefix: string, all: readonly string[], name: string) => `${prefix}${all.indexOf(name)}`;
  // Queries that cannot be read may still be used, and a destination may be missing.
  const names = [...new Set(queries.flatMap(({ name, uses, writesTo }) => [name, ...uses, ...writesTo]))];
  const unknown = names.filter((name) => !queries.some((query) => query.name === name));
  const query = (name: string) => idOf("q", names, name);
  const targets = new Set(queries.flatMap(({ writesTo }) => writesTo));
  return [
    "flowchart LR",
    ...sources.map((source) => `  ${idOf("s", sources, source)}[("${label(source)}")]`),
    ...queries.map(({ name, isParameter, isFunction }) => {
      const [open, close] = isParameter
        ? ["([", "])"]
        : targets.has(name)
          ? ["[(", ")]"]
          : isFunction
            ? ["{{", "}}"]
            : ["[", "]"];
      return `  ${query(name)}${open}"${label(name)}"${close}`;
    }),
    ...unknown.map((name) => `  ${query(name)}["${label(name)}"]`),
    ...queries.flatMap((each) => [
      ...each.sources.map((source) => `  ${idOf("s", sources, source)} --> ${query(each.name)}`),
      ...each.uses.map((used) => `  ${query(used)} --> ${query(each.name)}`),
      ...each.writesTo.map((target) => `  ${query(each.name)} ==> ${query(target)}`),
    ]),
  ];
}

const label = (text: string): string => harmless(text).replaceAll('"', "#quot;").replaceAll("<", "#lt;");
