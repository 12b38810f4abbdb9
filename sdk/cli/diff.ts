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
import { callsService, withService, type ServiceOptions } from "./service";
import { hanging } from "./table";

interface Options extends ServiceOptions, DataOptions {
  between?: string;
  all?: boolean;
  text: boolean;
  format: "text" | "markdown" | "json";
}

/** `diff`: compares files with the service. */
export const diff: Command = (program, output) => {
  callsService(program.command("diff"))
    .summary("files against the service, or two environments, by query and step")
    .description(
      "Compares a folder with the definition that the service has, by meaning: formatting, order and settings at their " +
        "default are ignored. Lines with - are the service's, lines with + the folder's. Ends with 1 if they differ. " +
        "With --stack the folder is compared as that stack's program deployed it: with its parameters, connections, bind and replacements. " +
        "With --data both forms of a query are evaluated on the dataflow's live connections, in one document, and their rows are compared by key. Only counts are returned. " +
        "With --between two environments are compared as the service has them. Differences that their stacks declare are ignored.",
    )
    .argument("[dataflow]", "name or id")
    .argument("[folder]", "a folder in Fabric's Git format")
    .option("--between <a,b>", "compare two stacks, or two workspaces, beyond what their environments declare")
    .option("-a, --all", "with --between: a table of all dataflows")
    .addOption(
      new Option("-f, --format <format>", "output format").choices(["text", "markdown", "json"]).default("text"),
    )
    .option("--no-text", "leave out the line diffs (format text)")
    .option("--data <query>", "compare the rows of this query too")
    .option("--key <columns...>", "with --data: the columns whose values together identify a row")
    .option("--ignore <columns...>", "with --data: columns to ignore, because they differ each time")
    .option("--where <condition>", "with --data: a condition in M that narrows both sides: [Year] >= 2026")
    .option("--show-keys <number>", "with --data: also print the first keys that differ; they are values of the data")
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
      if (options.all) throw new UsageError("--all needs --between.");
      if (dataflow === undefined || folder === undefined)
        throw new UsageError("Give a dataflow and a folder, or a dataflow and --between.");
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
            `--data cannot evaluate what --stack ${harmless(options.stack ?? "")} deploys, because these values are secret: ${listed(unknown)}. Use the argument \`compare\` of data tests instead: \`pulumi up\` knows the values.`,
          );
        const execute: Execute = (request) =>
          service.runClient.dataflows.executeQuery(service.workspace.id, item.id, request);
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
    throw new UsageError("Leave out the folder, --workspace and --stack: --between names both sides.");
  if (comparisonOf(options))
    throw new UsageError("Leave out --data: it compares files with the service, and cannot be used with --between.");
  if ((dataflow === undefined) !== (options.all === true))
    throw new UsageError("With --between, give either a dataflow or --all.");
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

/** A value that both sides get in place of a secret one. */
const SECRET = "(secret)";

/**
 * Returns a definition as the environment makes it. The service's definition is made already, so only its secret values
 * are replaced.
 */
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

function show(document: ChangeDocument, { format, text }: Options, { out, colours, columns }: Output): void {
  if (format === "markdown") {
    const { asMarkdown } = require("../review/format/markdown") as typeof import("../review/format/markdown");
    return out(asMarkdown(document));
  }
  const { asText } = require("../review/format/text") as typeof import("../review/format/text");
  const broken = (line: string): string[] => hanging(line, columns);
  const paint = colours && {
    paint: (colour: Parameters<typeof styleText>[0], line: string) =>
      styleText(colour, line, { validateStream: false }),
  };
  for (const line of asText(document, { harmless, diffs: text, broken, ...paint })) out(line);
}
