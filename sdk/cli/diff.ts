import { styleText } from "node:util";
import { Option } from "commander";
import { listed } from "../common/nearest";
import { harmless, harmlessJson } from "../common/harmless";
import { queryChanges } from "../definition/changes";
import type { Execute } from "../dataTests/runTest";
import type { DefinitionPart } from "../definition/parts";
import { changedBeside, queryFingerprints } from "../definition/queryFingerprints";
import { UsageError } from "../common/usageError";
import { understand } from "../definition/understand";
import type { ChangeDocument } from "../review/document";
import { BadNews, type Command, type Output } from "./command";
import { declaredInStack, type Declared } from "./declaredInStack";
import { localParts, opened, storedParts } from "./definitions";
import { compareData, comparisonOf, isDifferent, type DataOptions } from "./diffData";
import { dataJson, showData } from "./diffDataText";
import { asksService, withService, type ServiceOptions } from "./service";

interface Options extends ServiceOptions, DataOptions {
  between?: string;
  all?: boolean;
  text: boolean;
  format: "text" | "markdown" | "json";
}

/** `diff`: what the service has, against files. */
export const diff: Command = (program, output) => {
  asksService(program.command("diff"))
    .summary("files against the service, or two environments, by query and step")
    .description(
      "Compares a folder with the definition that the service has, by meaning: formatting, order and settings at their " +
        "default do not count. Lines with - are the service's, lines with + the folder's. Ends with 1 where they differ. " +
        "With --stack the folder is taken as that stack's program deployed it: with its parameters, connections, bind and replacements. " +
        "With --data both forms of a query are evaluated on the dataflow's live connections, in one document, and their rows compared by key: only counts come back. " +
        "With --between two environments are compared as the service has them; what their stacks declare is no difference.",
    )
    .argument("[dataflow]", "name or id")
    .argument("[folder]", "a folder in Fabric's Git format")
    .option("--between <a,b>", "two stacks, or two workspaces: what differs beyond what the environments declare")
    .option("-a, --all", "with --between: a table of all dataflows")
    .addOption(
      new Option("-f, --format <format>", "how it is shown").choices(["text", "markdown", "json"]).default("text"),
    )
    .option("--no-text", "without the line diffs, as text")
    .option("--data <query>", "compare the rows of this query, too")
    .option("--key <columns...>", "of --data: the columns whose values together name a row")
    .option("--ignore <columns...>", "of --data: columns that differ each time")
    .option("--where <condition>", "of --data: a condition of M that narrows both sides: [Year] >= 2026")
    .option("--show-keys <number>", "of --data: print the first keys that differ, too; they are values of the data")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow diff "Sales" ./Sales.Dataflow --workspace Finance
  $ pulumi-fabric-dataflow diff "Sales" ./Sales.Dataflow --workspace Finance --stack prod
  $ pulumi-fabric-dataflow diff "Sales" ./Sales.Dataflow --workspace Finance --data Orders --key OrderId --show-keys 20
  $ pulumi-fabric-dataflow diff "Sales" --between dev,prod
  $ pulumi-fabric-dataflow diff --all --between "Finance (dev),Finance"`,
    )
    .action((dataflow: string | undefined, folder: string | undefined, options: Options) => {
      if (options.between !== undefined)
        return between(dataflow, folder, { ...options, between: options.between }, output);
      if (options.all) throw new UsageError("--all goes with --between.");
      if (dataflow === undefined || folder === undefined)
        throw new UsageError("give a dataflow and a folder, or a dataflow and --between.");
      const wanted = comparisonOf(options);
      return withService(options, output, async (service) => {
        const item = await service.dataflow(dataflow);
        const declared = options.stack === undefined ? undefined : await declaredInStack(options.stack, item.id);
        const [stored, local] = await Promise.all([
          storedParts(service, item.id).then((parts) => inEnvironment(parts, dataflow, declared, false)),
          localParts(folder).then((parts) => inEnvironment(parts, folder, declared, true)),
        ]);
        for (const name of declared?.left ?? [])
          output.err(`${harmless(name)} is secret and was not applied: it may show as a difference`);
        const [before, after] = [queryFingerprints(stored), queryFingerprints(local)];
        const changes = queryChanges(before.queries, after.queries);
        const equal = before.definitionFingerprint === after.definitionFingerprint;
        const { singleReview } = require("../review/singleReview") as typeof import("../review/singleReview");
        const document = await singleReview(
          { path: folder, name: item.displayName, parts: stored },
          { path: folder, name: item.displayName, parts: local },
          {
            base: `service: ${item.displayName}`,
            head: `files: ${folder}${options.stack === undefined ? "" : `, as the stack ${options.stack} deploys them`}`,
          },
        );
        const summary = {
          equal,
          ...changes,
          settings: changedBeside(before.definitionFingerprint, after.definitionFingerprint).length > 0,
        };
        const unknown = [...(declared?.secretParameters ?? []), ...(declared?.left ?? [])];
        if (wanted && unknown.length > 0)
          throw new UsageError(
            `--data cannot evaluate what --stack ${harmless(options.stack ?? "")} deploys, because these values are secret and not known here: ${listed(unknown)}. The argument \`compare\` of data tests does, within \`pulumi up\`.`,
          );
        const execute: Execute = (asked) =>
          service.runClient.dataflows.executeQuery(service.workspace.id, item.id, asked);
        const sides = { live: opened(stored, dataflow).mashup, mashup: opened(local, folder).mashup };
        const data = wanted && (await compareData(execute, sides, wanted, folder));
        if (options.json || options.format === "json")
          output.out(harmlessJson({ ...summary, review: document, ...(data && { data: dataJson(data) }) }, 2));
        else {
          if (equal) output.out("no difference");
          else show(document, options, output);
          if (data) showData(data, options.format === "markdown" ? "markdown" : "text", output);
        }
        if (!equal || (data && isDifferent(data))) throw new BadNews();
      });
    });
};

function between(
  dataflow: string | undefined,
  folder: string | undefined,
  options: Options & { between: string },
  output: Output,
): Promise<void> {
  if (folder !== undefined || options.workspace !== undefined || options.stack !== undefined)
    throw new UsageError("--between names both sides: leave out the folder, --workspace and --stack.");
  if (comparisonOf(options))
    throw new UsageError("--data compares files with the service: leave it out with --between.");
  if ((dataflow === undefined) !== (options.all === true))
    throw new UsageError("with --between give a dataflow, or --all: one of the two.");
  const { diffBetween } = require("./between/run") as typeof import("./between/run");
  const json = options.json === true || options.format === "json";
  return diffBetween(options.between, dataflow, output, {
    json,
    show: async ({ parts, left: _left, ...summary }, labels, name) => {
      const { singleReview } = require("../review/singleReview") as typeof import("../review/singleReview");
      const [before, after] = parts;
      const document = await singleReview(
        { path: name, name, parts: before },
        { path: name, name, parts: after },
        labels,
      );
      if (json) output.out(harmlessJson({ ...summary, review: document }, 2));
      else if (summary.equal) output.out("no difference beyond what the environments declare");
      else show(document, options, output);
    },
  });
}

/** A value that both sides have, in place of one that is not known here. */
const SECRET = "(secret)";

/** A definition as an environment makes it. Of the service's, which is made already, secret values alone are taken out. */
async function inEnvironment(
  parts: readonly DefinitionPart[],
  place: string,
  declared: Declared | undefined,
  isFile: boolean,
): Promise<readonly DefinitionPart[]> {
  opened(parts, place);
  if (!declared) return parts;
  const secrets = Object.fromEntries(declared.secretParameters.map((name) => [name, SECRET]));
  const environment = isFile ? declared.environment : {};
  const options = { ...environment, parameters: { ...environment.parameters, ...secrets } };
  return (await understand(parts, { ...options, argument: place, validate: "off" })).parts;
}

function show(document: ChangeDocument, { format, text }: Options, { out, colours }: Output): void {
  if (format === "markdown") {
    const { asMarkdown } = require("../review/format/markdown") as typeof import("../review/format/markdown");
    return out(asMarkdown(document));
  }
  const { asText } = require("../review/format/text") as typeof import("../review/format/text");
  const paint = colours && {
    paint: (colour: Parameters<typeof styleText>[0], line: string) =>
      styleText(colour, line, { validateStream: false }),
  };
  for (const line of asText(document, { harmless, diffs: text, ...paint })) out(line);
}
