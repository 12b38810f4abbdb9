import { writeAll } from "./export/writeAll";
import { harmless, harmlessJson } from "../common/harmless";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Command } from "./command";
import { UsageError } from "../common/usageError";
import { collect } from "./export/collect";
import { IMPORT_COMMAND } from "./export/importFile";
import { resourceName } from "./export/names";
import { projectFiles } from "./export/projectFiles";
import { version } from "./packageVersion";
import { callsService, withService, type ServiceOptions } from "./service";
import { wrap, wrapLines } from "./table";

interface Options extends ServiceOptions {
  dataflow?: string[];
  all?: boolean;
  out: string;
  project?: string;
  newStack: string;
  byName?: boolean;
}

/** `export`: writes the dataflows of a workspace as files and a program. */
export const exportDataflows: Command = (program, output) => {
  callsService(program.command("export"))
    .summary("dataflows of a workspace as files, with a program that takes them over")
    .description(
      "Writes each dataflow as a folder in Fabric's Git format, and a Pulumi program that declares and takes over those " +
        "that exist: its first `pulumi up` writes nothing. Parameters, connections, and the ids of workspaces and items go into the " +
        "stack's configuration. Each further stack needs its own values, and an error lists the missing ones. " +
        "Dataflows Gen1 and Gen2 without CI/CD are left out, and named.",
    )
    .option(
      "-d, --dataflow <name or id>",
      "this dataflow (this or --all is required); may be repeated",
      (one: string, more: string[] = []) => [...more, one],
    )
    .option("-a, --all", "all dataflows of the workspace (this or --dataflow is required)")
    .requiredOption("-o, --out <folder>", "a new or empty folder (required)")
    .option(
      "--by-name",
      "names instead of ids in the stack's configuration, if they are unique: each preview looks up workspaces, items, folders and connections",
    )
    .option("--project <name>", "name of the Pulumi project (default: from the folder's name)")
    .option("--new-stack <name>", "stack whose configuration describes this workspace", "dev")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow export --workspace Finance --all --out ./finance
  $ cd finance && npm install && pulumi stack init dev && pulumi up`,
    )
    .action((options: Options) => {
      const { dataflow: wanted = [] } = options;
      if (wanted.length > 0 === (options.all === true))
        throw new UsageError("Give either --dataflow (once or more) or --all.");
      const out = resolve(options.out);
      if (existsSync(out) && !statSync(out).isDirectory())
        throw new UsageError(`${harmless(options.out)} is not a folder. Give a new one.`);
      if (existsSync(out) && readdirSync(out).length > 0)
        throw new UsageError(`${harmless(options.out)} is not empty. Give a new folder: nothing is overwritten.`);
      const project = options.project ?? (resourceName(basename(out)).replaceAll(/[^a-z0-9-]/g, "") || "dataflows");
      if (!/^[A-Za-z0-9_.-]{1,100}$/.test(project))
        throw new UsageError(`"${harmless(project)}" is not a valid project name.`);
      if (!/^[A-Za-z0-9_.-]{1,100}$/.test(options.newStack))
        throw new UsageError(`"${harmless(options.newStack)}" is not a valid stack name.`);
      return withService(options, output, async (service) => {
        const { exported, values, skipped } = await collect(
          service,
          options.all ? "all" : wanted,
          options.byName === true,
        );
        const { workspace } = service;
        const about = {
          project,
          stack: options.newStack,
          workspace,
          exported,
          values,
          skipped,
          version: `^${version()}`,
        };
        writeAll(out, [
          ...Object.entries(await projectFiles(about)).map(([path, content]) => ({ folder: ".", path, content })),
          ...exported.flatMap(({ folder, parts }) => parts.map(({ path, content }) => ({ folder, path, content }))),
        ]);
        if (options.json)
          output.out(
            harmlessJson(
              {
                out,
                exported: exported.map(({ item, name, folder, idsLeft }) => ({
                  id: item.id,
                  displayName: item.displayName,
                  name,
                  folder,
                  idsLeft,
                })),
                skipped: skipped.map(({ item, reason }) => ({ id: item.id, displayName: item.displayName, reason })),
              },
              2,
            ),
          );
        else {
          for (const { folder } of exported) output.out(harmless(join(options.out, folder)));
          for (const { item, idsLeft } of exported)
            if (idsLeft.length > 0)
              output.err(harmless(`${item.displayName}: these ids stay as in the files: ${idsLeft.join(", ")}`));
          for (const { item, reason } of skipped)
            output.err(`left out ${harmless(`${item.displayName} (${item.id})`)}: ${reason}`);
          const done = `${exported.length} of workspace ${harmless(workspace.displayName)}, with a program that takes them over: ${harmless(join(options.out, "index.ts"))}`;
          for (const line of wrap(done, output.columns)) output.out(line);
          for (const line of nextSteps(options).flatMap((each) => wrapLines(each, output.columns))) output.out(line);
        }
      });
    });
};

/** Returns the next commands, and what often stops people there. */
const nextSteps = ({ out, newStack }: Options): string[] => [
  "",
  "Next:",
  `  cd ${harmless(/^[\w./-]+$/.test(out) ? out : JSON.stringify(out))} && npm install && pulumi stack init ${newStack} && pulumi up`,
  "With a backend of your own (pulumi login --local, s3://, azblob://), Pulumi asks for a passphrase that encrypts secrets, even if there are none: " +
    "set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, before `pulumi stack init` and in every pipeline.",
  `Or import them before the first \`pulumi up\`, with CLI 3.254 or newer: ${IMPORT_COMMAND}\n` +
    "Without --generate-code=false Pulumi imports them too, and then fails with a GetSchema error.",
];
