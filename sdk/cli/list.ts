import { harmless, harmlessJson } from "../common/harmless";
import type { Item } from "../fabric/types";
import type { Command } from "./command";
import { folderPaths, type FolderEntry } from "./folderPaths";
import { asksService, withService, type Service, type ServiceOptions } from "./service";
import { table } from "./table";
import { isOtherDataflow, REMEDY } from "./unsupported";

/** `list`: the dataflows of a workspace. */
export const list: Command = (program, output) => {
  asksService(program.command("list"))
    .summary("the dataflows of a workspace")
    .description(
      "Lists the dataflows of a workspace, in all its folders. Items that Fabric keeps for itself are left out.",
    )
    .addHelpText("after", "\nExamples:\n  $ pulumi-fabric-dataflow list --workspace Finance --json")
    .action((options: ServiceOptions) =>
      withService(options, output, async (service) => {
        const items = await service.lookups.items(service.workspace.id);
        const dataflows = items.filter(({ type }) => type === "Dataflow").sort(byName);
        const others = items.filter(isOtherDataflow).sort(byName);
        const folders = await foldersOf(service);
        if (options.json) {
          output.out(harmlessJson({ workspace: service.workspace, dataflows, unsupported: others }, 2));
          return;
        }
        const rows = dataflows.map((item) => [
          item.displayName,
          item.id,
          (item.folderId && folders.get(item.folderId)) || "",
          (item.description ?? "").replaceAll(/\s+/g, " "),
        ]);
        const columns = [
          { name: "name", shrinksTo: 16 },
          { name: "id" },
          { name: "folder", shrinksTo: 6 },
          { name: "description", shrinksTo: 8 },
        ];
        if (rows.length === 0) output.out(`no dataflows in ${harmless(service.workspace.displayName)}`);
        else for (const line of table(columns, rows, output.columns)) output.out(line);
        for (const item of others)
          output.err(`${harmless(`${item.displayName} (${item.type}, ${item.id})`)}: ${REMEDY}`);
      }),
    );
};

const byName = (a: Item, b: Item): number => a.displayName.localeCompare(b.displayName);

async function foldersOf({ client, workspace }: Service): Promise<Map<string, string>> {
  const folders: FolderEntry[] = [];
  for await (const folder of client.folders.list(workspace.id)) folders.push(folder);
  return folderPaths(folders);
}
