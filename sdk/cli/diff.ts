import { styleText } from "node:util";
import { Option } from "commander";
import { harmless, harmlessJson } from "../common/harmless";
import { queryChanges } from "../definition/changes";
import type { DefinitionPart } from "../definition/parts";
import { changedBeside, queryFingerprints } from "../definition/queryFingerprints";
import { understand } from "../definition/understand";
import type { ChangeDocument } from "../review/document";
import { BadNews, type Command, type Output } from "./command";
import { declaredInStack, type Declared } from "./declaredInStack";
import { localParts, opened, storedParts } from "./definitions";
import { asksService, withService, type ServiceOptions } from "./service";

interface Options extends ServiceOptions {
  text: boolean;
  format: "text" | "markdown" | "json";
}

/** `diff`: what the service has, against files. */
export const diff: Command = (program, output) => {
  asksService(program.command("diff"))
    .summary("files against the service, by query and step")
    .description(
      "Compares a folder with the definition that the service has, by meaning: formatting, order and settings at their " +
        "default do not count. Lines with - are the service's, lines with + the folder's. Ends with 1 where they differ. " +
        "With --stack the folder is taken as that stack's program deployed it: with its parameters, connections, bind and replacements.",
    )
    .argument("<dataflow>", "name or id")
    .argument("<folder>", "a folder in Fabric's Git format")
    .addOption(
      new Option("-f, --format <format>", "how it is shown").choices(["text", "markdown", "json"]).default("text"),
    )
    .option("--no-text", "without the line diffs, as text")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow diff "Sales" ./Sales.Dataflow --workspace Finance
  $ pulumi-fabric-dataflow diff "Sales" ./Sales.Dataflow --workspace Finance --stack prod`,
    )
    .action((dataflow: string, folder: string, options: Options) =>
      withService(options, output, async (service) => {
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
        if (options.json || options.format === "json") output.out(harmlessJson({ ...summary, review: document }, 2));
        else if (equal) output.out("no difference");
        else show(document, options, output);
        if (!equal) throw new BadNews();
      }),
    );
};

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
