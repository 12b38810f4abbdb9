import { harmless, harmlessJson } from "../common/harmless";
import type { Item } from "../fabric/types";
import { errorText } from "../common/text";
import { isoTime } from "../common/times";
import type { Command } from "./command";
import { connectionsIn, lastPublish, stackView, type ConnectionView, type StackView } from "./dataflowView";
import { statesInStack } from "./declaredInStack";
import { storedParts } from "./definitions";
import { folderPaths, type FolderEntry } from "../lookup/folderPaths";
import { isRefusal } from "./refusal";
import { callsService, withService, type Service, type ServiceOptions } from "./service";
import { type Column, table } from "./table";
import { isOtherDataflow, REMEDY } from "./unsupported";

/** `list`: lists the dataflows of a workspace. */
export const list: Command = (program, output) => {
  callsService(program.command("list"))
    .summary("the dataflows of a workspace")
    .description(
      "Lists the dataflows of a workspace, in all its folders. Items that Fabric keeps for itself are left out.",
    )
    .option(
      "--details",
      "also read each definition and its runs: connections and the last publish; with --stack also drift",
    )
    .addHelpText(
      "after",
      "\nExamples:\n  $ pulumi-fabric-dataflow list --workspace Finance --json\n  $ pulumi-fabric-dataflow list --workspace Finance --details --stack prod",
    )
    .action((options: ServiceOptions & { details?: boolean }) =>
      withService(options, output, async (service) => {
        const items = await service.lookups.items(service.workspace.id);
        const dataflows = items.filter(({ type }) => type === "Dataflow").sort(byName);
        const others = items.filter(isOtherDataflow).sort(byName);
        const folders = await foldersOf(service);
        const details = options.details ? await detailsOf(service, dataflows, options.stack) : undefined;
        if (options.json) {
          const shown = dataflows.map((item, at) => (details ? { ...item, details: details[at] } : item));
          output.out(harmlessJson({ workspace: service.workspace, dataflows: shown, unsupported: others }, 2));
          return;
        }
        const rows = dataflows.map((item, at) => [
          item.displayName,
          item.id,
          (item.folderId && folders.get(item.folderId)) || "",
          ...(details ? detailCells(details[at]!) : [(item.description ?? "").replaceAll(/\s+/g, " ")]),
        ]);
        const columns: Column[] = [
          { name: "name", shrinksTo: 12 },
          { name: "id", ...(details && { isOptional: true as const }) },
          { name: "folder", shrinksTo: 6 },
          ...(details ? DETAIL_COLUMNS : [{ name: "description", shrinksTo: 12, isOptional: true as const }]),
        ];
        if (rows.length === 0) output.out(`no dataflows in ${harmless(service.workspace.displayName)}`);
        else for (const line of tableInWidth(columns, rows, output.columns)) output.out(line);
        for (const item of others)
          output.err(`${harmless(`${item.displayName} (${item.type}, ${item.id})`)}: ${REMEDY}`);
      }),
    );
};

/** The information that `--details` adds. */
interface Details {
  /** Time of the newest publish that completed; undefined if no such run is known. */
  lastPublishUtc?: string;
  connections: ConnectionView[];
  /** Only with `--stack`. */
  stack?: StackView;
  /** What the service refused to show. */
  unread: string[];
}

/** On a terminal without columns that are empty in each row. In a pipe all columns stay, so that a script finds them. */
function tableInWidth(columns: Column[], rows: readonly (readonly string[])[], width: number | undefined): string[] {
  if (width === undefined) return table(columns, rows);
  const isUsed = (_: unknown, at: number): boolean => rows.some((row) => row[at] !== "");
  return table(
    columns.filter(isUsed),
    rows.map((row) => row.filter(isUsed)),
    width,
  );
}

const DETAIL_COLUMNS: readonly Column[] = [
  { name: "published" },
  { name: "in the stack", shrinksTo: 12 },
  { name: "drift", shrinksTo: 8 },
  { name: "connections", shrinksTo: 11 },
];

const detailCells = ({ lastPublishUtc, connections, stack, unread }: Details): string[] => [
  lastPublishUtc ?? "",
  stack?.published ?? "",
  unread.length > 0 ? "not readable" : (stack?.drift ?? ""),
  connections.map(({ kind, connectionId }) => `${kind} ${connectionId ?? "none"}`).join(", "),
];

async function detailsOf(service: Service, dataflows: readonly Item[], stack: string | undefined): Promise<Details[]> {
  const states = stack === undefined ? undefined : await statesInStack(stack);
  const found: Details[] = [];
  // One after another: the service counts calls by the minute.
  for (const item of dataflows) {
    const unread: string[] = [];
    const read = async <T>(request: () => Promise<T>, otherwise: T): Promise<T> =>
      request().catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
        unread.push(errorText(error));
        return otherwise;
      });
    const parts = await read(() => storedParts(service, item.id), []);
    const published = lastPublish(
      await read(() => collect(service.client.jobs.list(service.workspace.id, item.id)), []),
    );
    const lastPublishUtc = isoTime(published?.endTimeUtc ?? published?.startTimeUtc);
    found.push({
      ...(lastPublishUtc !== undefined && { lastPublishUtc }),
      connections: connectionsIn(parts),
      ...(states && { stack: stackView(states.get(item.id.toLowerCase()), parts) }),
      unread,
    });
  }
  return found;
}

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of pages) all.push(one);
  return all;
}

const byName = (a: Item, b: Item): number => a.displayName.localeCompare(b.displayName);

async function foldersOf({ client, workspace }: Service): Promise<Map<string, string>> {
  const folders: FolderEntry[] = [];
  for await (const folder of client.folders.list(workspace.id)) folders.push(folder);
  return folderPaths(folders);
}
