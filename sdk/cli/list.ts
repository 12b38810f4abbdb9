import { harmless, harmlessJson } from "../common/harmless";
import type { Item } from "../fabric/types";
import type { Command } from "./command";
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
        const folders = await folderPaths(service);
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

/** Folder id to its path in the workspace. */
async function folderPaths({ client, workspace }: Service): Promise<Map<string, string>> {
  const folders = new Map<string, { displayName: string; parentFolderId?: string }>();
  for await (const folder of client.folders.list(workspace.id)) folders.set(folder.id, folder);
  const pathOf = (id: string): string => {
    const folder = folders.get(id);
    if (!folder) return "";
    const parent = folder.parentFolderId ? pathOf(folder.parentFolderId) : "";
    return parent ? `${parent}/${folder.displayName}` : folder.displayName;
  };
  return new Map([...folders.keys()].map((id) => [id, pathOf(id)]));
}
