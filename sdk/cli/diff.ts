import { styleText } from "node:util";
import { nothingChanged, queryChanges } from "../definition/changes";
import { describeChanges } from "../definition/describe";
import { lineageOf } from "../definition/lineage";
import { Mashup } from "../definition/mashup";
import type { Opened } from "../definition/open";
import { queryFingerprints } from "../definition/queryFingerprints";
import { BadNews, type Command, type Output } from "./command";
import { localParts, opened, storedParts } from "./definitions";
import { asksService, withService, type ServiceOptions } from "./service";

interface Options extends ServiceOptions {
  text: boolean;
}

/** `diff`: what the service has, against files. */
export const diff: Command = (program, output) => {
  asksService(program.command("diff"))
    .summary("files against the service, by query")
    .description(
      "Compares a folder with the definition that the service has, by meaning: formatting, order and settings at their " +
        "default do not count. Lines with - are the service's, lines with + the folder's. Ends with 1 where they differ. " +
        "What a program sets (parameters, connections, bind, replacements) is not known here: `pulumi preview` compares that.",
    )
    .argument("<dataflow>", "name or id")
    .argument("<folder>", "a folder in Fabric's Git format")
    .option("--no-text", "name the queries alone")
    .addHelpText("after", '\nExamples:\n  $ pulumi-fabric-dataflow diff "Sales" ./Sales.Dataflow --workspace Finance')
    .action((dataflow: string, folder: string, options: Options) =>
      withService(options, output, async (service) => {
        const [stored, local] = await Promise.all([
          service.dataflow(dataflow).then(({ id }) => storedParts(service, id)),
          localParts(folder),
        ]);
        const [before, after] = [queryFingerprints(stored), queryFingerprints(local)];
        const changes = queryChanges(before.queries, after.queries);
        const equal = before.definitionFingerprint === after.definitionFingerprint;
        const settings = !equal && nothingChanged(changes);
        const there = opened(stored, dataflow);
        const here = opened(local, folder);
        if (options.json) output.out(JSON.stringify({ equal, ...changes, settings }, undefined, 2));
        else if (equal) output.out("no difference");
        else {
          const mashup = new Mashup(here.mashup, here.mashupPlace);
          for (const line of describeChanges(changes, await lineageOf(mashup))) output.out(line);
          if (settings) output.out("the queries are equal; connections, groups or settings of the document differ");
          if (options.text) showText(there, here, [...changes.removed, ...changes.changed, ...changes.added], output);
        }
        if (!equal) throw new BadNews();
      }),
    );
};

function showText(there: Opened, here: Opened, names: readonly string[], { out, colours }: Output): void {
  const { structuredPatch } = require("diff") as typeof import("diff");
  const textIn = ({ mashup, mashupPlace }: Opened, name: string): string => {
    const all = new Mashup(mashup, mashupPlace);
    const query = all.byName.get(name);
    return query ? `${all.textOf(query).replaceAll("\r\n", "\n").trim()}\n` : "";
  };
  const paint = (line: string): string => {
    const colour = line.startsWith("-") ? "red" : line.startsWith("+") ? "green" : undefined;
    return colours && colour ? styleText(colour, line, { validateStream: false }) : line;
  };
  for (const name of names) {
    const { hunks } = structuredPatch(name, name, textIn(there, name), textIn(here, name), "", "", { context: 2 });
    out("");
    out(name);
    if (hunks.length === 0) out("  the M is equal; its entry in queryMetadata.json differs");
    for (const hunk of hunks) for (const line of hunk.lines) if (!line.startsWith("\\")) out(`  ${paint(line)}`);
  }
}
